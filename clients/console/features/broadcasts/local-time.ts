const two = (value: number): string => String(value).padStart(2, '0');

/** As the browser's own field for a time has it, in the reader's time zone: `2026-01-31T09:30`. */
export function localTime(at: number): string {
  const time = new Date(at);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Ms since the epoch; null for what is no time. */
export function timeIn(local: string): number | null {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? null : at;
}

/** The reader's own, such as `Asia/Shanghai`. */
export const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
