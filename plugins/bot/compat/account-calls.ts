import { z } from 'parlor/plugin';
import { bots, make, MOST_BOTS } from '../library.ts';
import type { Own } from '../own.ts';
import { newProfile } from '../profile.ts';
import { aboutOf, keepAbout, languageOf } from './about.ts';
import { callOf, page, type Around } from './calls.ts';
import { CallError, paged, RC } from './envelope.ts';
import { keyOf, newKey } from './keys.ts';

/** A call of somebody who has the account's token. */
export interface AccountCall extends Around {
  readonly ctx: Own;
  /** Ms since the epoch. */
  readonly now: number;
}

const text = (most: number) => z.string().trim().max(most).default('');

export const accountCalls = [
  callOf('POST /chatbot', z.object({ name: z.string().trim().min(1).max(80), primaryLanguage: z.string().max(20).default('zh_CN'), description: text(2_000), fallback: text(2_000), welcome: text(2_000), logo: text(2_000) }), async ({ changed, ctx, now }: AccountCall, given) => {
    if ((await bots(ctx)).length >= MOST_BOTS) throw new CallError(RC.tooMuch, `There are ${MOST_BOTS} bots at most`);
    const id = crypto.randomUUID().replaceAll('-', '').slice(0, 20);
    const { description, fallback, logo, name, primaryLanguage, welcome } = given;
    await make(ctx, { ...newProfile(id, name, '', languageOf(primaryLanguage)), fallback, welcome });
    const createdAt = new Date(now).toISOString();
    await keepAbout(ctx, id, { description, logo, primaryLanguage, createdAt });
    const { secret } = await newKey(ctx, id, now);
    await changed(ctx);
    return { data: { clientId: id, secret, name, description, primaryLanguage, createdAt } };
  }),
  callOf('GET /chatbot', page, async ({ ctx }: AccountCall, at) => {
    const { data, ...rest } = paged(await bots(ctx), at, ({ profile }) => profile);
    const rows = await Promise.all((data as readonly { readonly id: string; readonly name: string }[]).map(async ({ id, name }) => {
      const { createdAt, description, primaryLanguage } = await aboutOf(ctx, id);
      return { clientId: id, name, description, primaryLanguage, createdAt };
    }));
    return { ...rest, data: rows };
  }),
  callOf('GET /secret/:clientId', z.object({ clientId: z.string().max(40) }), async ({ ctx }: AccountCall, { clientId }) => {
    const [all, key, about] = await Promise.all([bots(ctx), keyOf(ctx, clientId), aboutOf(ctx, clientId)]);
    const found = all.find(({ profile }) => profile.id === clientId);
    if (found === undefined || key === undefined) throw new CallError(RC.missing, `There is no bot ${clientId}, or it has no secret`);
    const { createdAt, description, logo } = about;
    return { data: { createdAt, isDeleted: false, name: found.profile.name, logo, secret: key.secret, descriptions: description } };
  }),
];
