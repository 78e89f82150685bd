import type { FileRef } from '#domain/file.ts';
import type { Problem } from '#wire/api.ts';
import type { UploadAddress } from './attachments.ts';
import { RefusedError } from './errors.ts';

/** Sends a file as it is. `progress`: 0 to 1; only XMLHttpRequest tells. Rejects with a {@link RefusedError}; `file.broken-off` where no answer came. */
export function uploadFile({ headers = {}, path }: ReturnType<UploadAddress>, file: File, progress: (part: number) => void, signal: AbortSignal): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    request.open('POST', `${path}${path.includes('?') ? '&' : '?'}name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onloadend = () => {
      signal.removeEventListener('abort', stop);
      if (request.status === 201) return resolve(request.response as FileRef);
      const { status } = request;
      const { code = status === 0 ? 'file.broken-off' : 'unavailable' } = (request.response ?? {}) as Partial<Problem>;
      reject(new RefusedError(code, status === 0 || status >= 500 || status === 408 || status === 429));
    };
    signal.addEventListener('abort', stop);
    request.send(file);
  });
}
