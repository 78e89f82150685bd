export interface AgentsTable {
  id: string;
  /** Lower case. */
  login: string;
  name: string;
  passwordHash: string;
  role: string;
  capacity: number;
  locale: string | null;
  theme: string | null;
  /** A token that carries another version is void. */
  tokenVersion: number;
  /** 0 or 1. */
  mustChangePassword: number;
  createdAt: number;
  disabledAt: number | null;
}
