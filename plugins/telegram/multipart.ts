import { randomBytes } from 'node:crypto';

export interface NamedBytes {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A form with one file, as browsers send it. In a process of its own a plugin has no FormData. */
export function multipart(fields: Readonly<Record<string, string>>, part: string, { bytes, name, type }: NamedBytes): { readonly type: string; readonly bytes: Uint8Array } {
  const boundary = `parlor-${randomBytes(16).toString('hex')}`;
  const head = (disposition: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}`;
  const values = Object.entries(fields).map(([key, value]) => `${head(`name="${key}"`)}\r\n\r\n${value}\r\n`).join('');
  // What would end the quotes or the line is written as browsers do.
  const quoted = name.replace(/["\r\n]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
  const file = `${head(`name="${part}"; filename="${quoted}"`)}\r\nContent-Type: ${type}\r\n\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat([Buffer.from(values + file), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}
