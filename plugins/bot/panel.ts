import type { PluginBlock, SlotActRequest, SlotAnswer, SlotRequest, SlotText } from 'parlor/plugin';
import type { Around } from './deeds/deed.ts';
import { changeMuted } from './deeds/history.ts';
import { bots } from './library.ts';
import type { Own } from './own.ts';
import type { Profile } from './profile.ts';

type Place = 'conversation.panel';

/** A visitor in a chat is a participant: `v_` and the id of the contact. */
const personIn = ({ visitor: { id, name } }: SlotRequest<Place>['conversation']) => ({ id: `v_${id}`, name: name.slice(0, 80) });

/** The bot of the chat's department; undefined where it has none that works. */
async function botIn(ctx: Own, { department }: SlotRequest<Place>['conversation']): Promise<Profile | undefined> {
  return (await bots(ctx)).find(({ profile }) => profile.department === department.id && (profile.assists || profile.closed || profile.first || profile.queued))?.profile;
}

/** Whether the bot talks to the person of a chat, and a way to change that. */
export async function panel(ctx: Own, { conversation }: SlotRequest<Place>, { brains }: Pick<Around, 'brains'>): Promise<readonly PluginBlock[]> {
  const bot = await botIn(ctx, conversation);
  const brain = bot === undefined ? undefined : await brains.of(ctx, bot.id);
  if (bot === undefined || brain === undefined) return [];
  const muted = brain.muted.has(personIn(conversation).id);
  const text: SlotText = muted
    ? { en: `${bot.name} says nothing to this visitor in any chat: all of them come to your team.`, 'zh-CN': `${bot.name} 在任何会话中都不回复此访客，直接由人工接待。` }
    : { en: `${bot.name} may answer this visitor, in this chat and in others.`, 'zh-CN': `${bot.name} 可以在此会话和其他会话中回复此访客。` };
  return [{ type: 'text', text }, { type: 'buttons', buttons: [muted ? { text: { en: 'Unmute for this visitor', 'zh-CN': '取消对此访客静音' }, action: 'unmute' } : { text: { en: 'Mute for this visitor', 'zh-CN': '对此访客静音' }, action: 'mute' }] }];
}

export async function actInPanel(ctx: Own, { action, conversation }: SlotActRequest<Place>, around: Around): Promise<SlotAnswer | undefined> {
  const bot = await botIn(ctx, conversation);
  if (bot === undefined || (action !== 'mute' && action !== 'unmute')) return undefined;
  const done = Object(await changeMuted(ctx, bot.id, around, { ...personIn(conversation), muted: action === 'mute' })) as { readonly refused?: string };
  return done.refused === undefined ? undefined : { toast: { tone: 'danger', text: { en: 'There is no room for more muted visitors. Unmute somebody first.', 'zh-CN': '静音名单已满，请先移除一些访客。' } } };
}
