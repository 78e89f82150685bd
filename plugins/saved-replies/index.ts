import { definePlugin, type LocalText, type SlotActRequest, type SlotAnswer, type SlotChoicesRequest } from 'parlor/plugin';
import { count, find } from './book.ts';
import { config, type Own } from './config.ts';
import { act } from './page.ts';
import { bare, fill, nearest, replyId, search, shelf, type Occasion, type Reply, type Shelf } from './reply.ts';
import { known, learn } from './shelves.ts';

/** What a choice shows of a text, characters. */
const SHOWN = 280;
/** The house takes no more choices. */
const MOST = 30;

const gone = { toast: { text: { en: 'This reply no longer exists', 'zh-CN': '这条快捷回复已不存在' }, tone: 'danger' } } as const;

type Beside = Pick<SlotActRequest<'composer'>, 'conversation' | 'viewer'>;

/** What there is in this chat for this agent. */
const shelvesFor = ({ conversation: { department }, viewer }: Beside): readonly Shelf[] => ['all', `d:${department.id}`, `a:${viewer.id}`];
const occasionOf = ({ conversation: { department, visitor }, viewer }: Beside): Occasion => ({ name: visitor.named ? visitor.name : null, agent: viewer.name, department: department.name });

/** Whose it is, in two words: everybody's say so only beside another of their title. */
function tagOf({ shelf: at, title }: Reply, shown: readonly Reply[]): LocalText | undefined {
  if (at.startsWith('d:')) return { en: 'This department', 'zh-CN': '本部门' };
  if (at !== 'all') return { en: 'Only me', 'zh-CN': '仅自己' };
  return shown.some((other) => other.shelf !== at && bare(other.title) === bare(title)) ? { en: 'Everyone', 'zh-CN': '所有人' } : undefined;
}

async function choices(ctx: Own, { query, ...beside }: SlotChoicesRequest) {
  const occasion = occasionOf(beside);
  const all = await known(ctx, shelvesFor(beside));
  const found = search(all, query).slice(0, MOST);
  const near = found.length === 0;
  const shown = near ? nearest(all, query) : found;
  return shown.map((reply) => {
    const { id, shelf: at, shortcut, text, title } = reply;
    return { title, shortcut, tag: tagOf(reply, shown), detail: fill(text, occasion).slice(0, SHOWN).toWellFormed(), near, action: 'insert', values: { id, shelf: at } };
  });
}

async function insert(ctx: Own, { values, ...beside }: SlotActRequest<'composer'>): Promise<SlotAnswer> {
  const [{ data: id }, { data: at }] = [replyId.safeParse(values['id']), shelf.safeParse(values['shelf'])];
  if (id === undefined || at === undefined || !shelvesFor(beside).includes(at)) return gone;
  const reply = await find(ctx, { id, shelf: at });
  if (reply === undefined) return gone;
  // Words are not kept from anybody because they could not be counted.
  await count(ctx, reply).then((used) => used && learn(ctx, used)).catch((error: unknown) => ctx.log('a use was not counted', { error: String(error) }));
  return { insert: fill(reply.text, occasionOf(beside)) };
}

/** Words that a team says again and again: kept once, found by a `/`. */
export default definePlugin({
  id: 'saved-replies',
  version: '1.0.0',
  title: { en: 'Saved replies', 'zh-CN': '快捷回复' },
  description: {
    en: 'Keeps the replies your team uses again and again: type / in a reply, choose, and names are filled in.',
    'zh-CN': '保存常用的回复：在输入框键入 / 即可查找插入，并自动填入访客姓名等信息。',
  },
  icon: 'bolt',
  permissions: ['data.keep', 'console.extend'],
  config,
  slots: {
    replies: { place: 'page', kind: 'component', title: { en: 'Saved replies', 'zh-CN': '快捷回复' }, icon: 'bolt', act },
    insert: { place: 'composer', kind: 'choices', title: { en: 'Saved replies', 'zh-CN': '快捷回复' }, icon: 'bolt', render: choices, act: insert },
  },
});
