import { CallError, RC } from './envelope.ts';

const MOST_PARTS = 8;

/** The file of a form that was sent as `multipart/form-data`, by the name of its field. Throws a CallError where there is none. */
export async function fileIn(body: Buffer, contentType: string, field: string): Promise<Uint8Array> {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined || countOf(body, `--${mark}`) > MOST_PARTS + 1) throw new CallError(RC.badInput, `A form of at most ${MOST_PARTS} fields is needed, as multipart/form-data`);
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
  const file = form?.get(field);
  if (!(file instanceof Blob)) throw new CallError(RC.badInput, `The form has no file ${field}`);
  return new Uint8Array(await file.arrayBuffer());
}

function countOf(body: Buffer, mark: string): number {
  let count = 0;
  for (let at = body.indexOf(mark); at >= 0 && count <= MOST_PARTS + 2; at = body.indexOf(mark, at + mark.length)) count++;
  return count;
}
