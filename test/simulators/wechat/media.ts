import { randomBytes } from 'node:crypto';

export interface Medium {
  readonly id: string;
  readonly as: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What is taken, and how large. */
const TAKEN: Readonly<Record<string, { readonly types: readonly string[]; readonly most: number }>> = {
  image: { types: ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'], most: 10 << 20 },
  voice: { types: ['audio/amr', 'audio/mpeg'], most: 2 << 20 },
};

/** Temporary media. */
export class Media {
  readonly #all = new Map<string, Medium>();

  keep(as: string, type: string, bytes: Buffer): Medium {
    const medium = { id: randomBytes(48).toString('base64url'), as, type, bytes };
    this.#all.set(medium.id, medium);
    return medium;
  }

  find(id: string): Medium | undefined {
    return this.#all.get(id);
  }

  /** Films are not handed out, but where they are. */
  filmOf({ id }: Medium): string {
    return `/films/${id}.mp4`;
  }

  filmAt(path: string): Medium | undefined {
    return this.#all.get(/^\/films\/([\w-]+)\.mp4$/.exec(path)?.[1] ?? '');
  }

  /** A form with one file, `media`. An error code for anything else. */
  async upload(as: string, body: Buffer, contentType: string): Promise<Medium | number> {
    const rules = TAKEN[as];
    if (rules === undefined) return 40004;
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData().catch(() => null);
    const file = form?.get('media');
    if (!(file instanceof File)) return 41005;
    if (!rules.types.includes(file.type) || !/\.\w{3}$/.test(file.name)) return 40005;
    if (file.size > rules.most) return 40006;
    return this.keep(as, file.type, Buffer.from(await file.arrayBuffer()));
  }
}
