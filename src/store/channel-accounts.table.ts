export interface ChannelAccountsTable {
  id: string;
  kind: string;
  departmentId: string;
  name: string;
  token: string;
  /** JSON array of origins. */
  allowedOrigins: string;
  /** JSON. */
  settings: string;
  createdAt: number;
  disabledAt: number | null;
}
