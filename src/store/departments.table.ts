export interface DepartmentsTable {
  id: string;
  name: string;
  assignment: string;
  /** JSON. */
  settings: string;
  position: number;
  createdAt: number;
  archivedAt: number | null;
}

export interface DepartmentMembersTable {
  departmentId: string;
  agentId: string;
}
