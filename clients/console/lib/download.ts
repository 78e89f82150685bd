/** How long a browser may take to begin with a file, ms. */
const BEGINS_MS = 10_000;

/** Saves a file of the reader's own. */
export function download(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), BEGINS_MS);
}
