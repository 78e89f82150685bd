import { ADMIN_PASSWORD } from './house.ts';

/** What the HTTP API answers; rejects for anything but success. A Buffer is sent as it is, the rest as JSON. */
export type AdminCall = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<T>;

/** Calls of the administrator, who signs in first. */
export async function adminOf(port: number): Promise<AdminCall> {
  const call = async (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const sent = body === undefined ? {} : Buffer.isBuffer(body) ? { body: new Uint8Array(body) } : { body: JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const session = await call('POST', '/session', { login: 'admin', password: ADMIN_PASSWORD });
  const cookie = session.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  return async <T>(method: string, path: string, body?: unknown) => (await (await call(method, path, body, { cookie, 'sec-fetch-site': 'same-origin' })).json()) as T;
}
