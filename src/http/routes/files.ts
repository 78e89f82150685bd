import { z } from 'zod';
import { RefusalError } from '#domain/errors.ts';
import { UNKNOWN_TYPE, isShowable } from '#domain/file.ts';
import type { FileRef } from '#domain/file.ts';
import { agentParticipantId, visitorId } from '#domain/participant.ts';
import type { FileLimits } from '#wire/api.ts';
import type { FileRow } from '#store/files.repository.ts';
import type { Context } from '../context.ts';
import { queryOf } from '../input.ts';
import { rangeOf } from '../range.ts';
import type { HttpRequest } from '../request.ts';
import { json, type HttpResponse } from '../response.ts';
import { route, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { OpenDownloads } from '../open-downloads.ts';
import { createThrottle, overLimit } from '../throttle.ts';
import { throttled } from '../throttled.ts';

/** 20 MB by a slow telephone. */
const UPLOAD_MS = 300_000;
/** Downloads that go on at a time, of one network and of all: whoever reads slowly holds a place. */
const MOST_OPEN_OF_NETWORK = 32;
const MOST_OPEN = 512;
/** When to come again, s. */
const BUSY_S = 1;
/** Files that somebody may have uploaded and not sent. */
const MOST_UNSENT = 40;
/** The file itself says that it is too large, with its limit; the cap of the body is there for who goes on. */
const SLACK = 64 << 10;
/** Whatever is in a file, it runs nothing, loads nothing, and is nobody's frame. */
const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

const about = z.object({ name: z.string().min(1).max(500), durationMs: z.coerce.number().int().min(1).max(86_400_000).optional() });
const aboutVisitors = about.extend({ token: z.string().min(1).max(64) });
const visitorPass = /^Visitor +([\w.~+/=-]{1,2048})$/i;

/** Up: the bytes as the body, what they are called in the query. Down: for whoever knows the address. */
export function fileRoutes({ config, door, files, now, visitorDoor }: Context): readonly Route[] {
  const limits = config.limits ?? defaultLimits;
  const uploadsOfNetworks = createThrottle(limits.uploadsPerNetwork, now);
  const uploadsOfSenders = createThrottle(limits.uploadsPerSender, now);
  const downloads = createThrottle(limits.downloadsPerNetwork, now);
  const open = new OpenDownloads(MOST_OPEN_OF_NETWORK, MOST_OPEN);
  const upload = { maxBody: files.maxBytes + SLACK, bodyTimeoutMs: UPLOAD_MS, streams: true } as const;

  return [
    route('GET', '/api/v1/files', { handler: () => json({ maxBytes: files.maxBytes } satisfies FileLimits) }),

    route('POST', '/api/v1/files', {
      ...upload,
      handler: door.signedIn((request, { id }) => keep(request, agentParticipantId(id), queryOf(request, about))),
    }),

    route('POST', '/api/v1/widget/files', {
      ...upload,
      handler: async (request) => {
        const wait = overLimit(uploadsOfNetworks, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const { token, ...given } = queryOf(request, aboutVisitors);
        const entrance = await visitorDoor.known(request, { token, visitor: visitorPass.exec(request.headers['authorization'] ?? '')?.[1] ?? '' });
        const contact = await visitorDoor.recognise(entrance);
        return keep(request, visitorId(contact?.id ?? entrance.external), given);
      },
    }),

    route('GET', '/files/:id', {
      handler: async (request) => {
        const wait = overLimit(downloads, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const file = await files.find(request.params.id);
        if (file === undefined) throw new RefusalError('not-found');
        return serve(request, file);
      },
    }),
  ];

  async function keep(request: HttpRequest, owner: string, { durationMs, name }: z.output<typeof about>): Promise<HttpResponse> {
    const wait = uploadsOfSenders.take(owner);
    if (wait > 0) return throttled('rate.limited', wait);
    if ((await files.unsent(owner)) >= MOST_UNSENT) throw new RefusalError('rate.limited');
    const file: FileRef = await files.keep({ owner, name, durationMs, type: request.headers['content-type'] }, request.stream);
    return json(file, { status: 201 });
  }

  /** What browsers show goes as what it is; everything else is saved. It never changes, so it is kept for good. */
  function serve({ headers, ip, method }: HttpRequest, { id, name, size, type }: FileRow): HttpResponse {
    const shown = isShowable(type);
    const common = {
      'content-type': shown ? type : UNKNOWN_TYPE,
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name)}`,
      'content-security-policy': POLICY, 'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=31536000, immutable', etag: `"${id}"`, 'accept-ranges': 'bytes',
    };
    if (headers['if-none-match'] === common.etag) return { status: 304, headers: common };
    const part = method === 'GET' ? rangeOf(headers['range'], size) : null;
    if (part === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${size}` } };
    const { from, to } = part ?? { from: 0, to: size };
    const ranged = part === null ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` };
    if (method === 'GET' && open.isFull(ip)) return throttled('busy', BUSY_S);
    return { status: part === null ? 200 : 206, headers: { ...common, ...ranged }, body: { length: to - from, open: () => open.counted(ip, () => files.read(id, from, to)) } };
  }
}

/** For a header: what RFC 8187 lets through. */
const encoded = (name: string): string => encodeURIComponent(name).replaceAll(/['()*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
