/** Plugins that were uploaded: the newest of each, and the one before for as long as it is installed. */
export interface PluginPackagesTable {
  plugin: string;
  version: string;
  /** Of the package. */
  name: string;
  /** Of the archive, hex. */
  sha256: string;
  /** The archive itself, base64. */
  archive: string;
  /** JSON: what the plugin says that it is. */
  description: string;
  uploadedBy: string;
  uploadedAt: number;
}
