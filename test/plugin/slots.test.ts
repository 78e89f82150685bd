import { expect, expectTypeOf, it } from 'vitest';
import { definePlugin, z, type SlotConversation } from '#plugin/define.ts';
import type { PluginDefinition, SlotRequest } from '#plugin/define.ts';
import type { Permission } from '#plugin/permissions.ts';
import { readBlocks, readChoices, readHtml, readOutcome } from '#plugin/slots/blocks.ts';
import { Slots } from '#plugin/slots/slots.ts';
import { about } from './support/plugins.ts';

const base = { ...about, id: 'typed', version: '1.0.0', config: z.object({}) } as const;
const { title } = about;
type Definition = PluginDefinition<typeof base.config, Permission>;

const page: SlotRequest<'page'> = { locale: 'zh-CN', viewer: { kind: 'agent', id: 'a1', name: 'Lin', role: 'agent' }, conversation: null };

it('types what a handler is given by its place, and asks for the permission of the place', () => {
  const typed = definePlugin({
    ...base, permissions: ['console.extend', 'data.keep'],
    slots: {
      orders: {
        place: 'conversation.panel', kind: 'blocks', title,
        render: async ({ data }, { conversation, viewer }) => {
          expectTypeOf(conversation).toEqualTypeOf<SlotConversation>();
          expectTypeOf(viewer.role).toEqualTypeOf<'admin' | 'supervisor' | 'agent'>();
          return [{ type: 'text', text: String(await data.get(conversation.id)) }];
        },
        act: (_ctx, { values }) => {
          expectTypeOf(values['x']).toEqualTypeOf<string | number | boolean | undefined>();
        },
      },
      all: { place: 'page', kind: 'frame', title, render: (_ctx, { conversation }) => (expectTypeOf(conversation).toBeNull(), '<p>') },
    },
  });
  expect(Object.keys(typed.definition.slots ?? {})).toEqual(['orders', 'all']);
  expect(() => definePlugin({
    ...base, permissions: ['console.extend'],
    // @ts-expect-error the widget without its permission
    slots: { home: { place: 'widget.home', kind: 'blocks', title, render: () => [] } },
  })).toThrow('it needs the permission widget.extend');
  definePlugin({
    ...base, permissions: ['console.extend'],
    // @ts-expect-error a block that is none
    slots: { page: { place: 'page', kind: 'blocks', title, render: () => [{ type: 'html', html: '<b>' }] } },
  });
});

it.each([
  ['a place that is none', { place: 'sidebar', kind: 'blocks', render: () => [] }, /no place "sidebar"/],
  ['a kind that the place does not take', { place: 'composer', kind: 'frame', render: () => '' }, /composer takes blocks/],
  ['an icon that nobody has', { place: 'page', kind: 'blocks', icon: 'skull', render: () => [] }, /no icon "skull"/],
  ['a slot that renders nothing', { place: 'page', kind: 'blocks' }, /renders nothing/],
  ['a title in one language', { place: 'page', kind: 'blocks', title: { en: 'Page' }, render: () => [] }, /both languages/],
  ['a role that is none', { place: 'page', kind: 'blocks', atLeast: 'owner', render: () => [] }, /no role "owner"/],
])('refuses %s', (_what, slot, message) => {
  const slots = { one: { title, ...slot } } as unknown as NonNullable<Definition['slots']>;
  expect(() => definePlugin<typeof base.config, Permission>({ ...base, permissions: ['console.extend'], slots })).toThrow(message);
});

const link = (href: string) => [{ type: 'link', text: 'here', href }];

it.each(['https://shop.example/a?b=c#d', 'http://shop.example', '/console/ended/01J', 'https://shop.example:8443/x@y'])('lets the link %s through', (href) => {
  expect(readBlocks(link(href), 'en')).toEqual(link(href));
});

it.each([
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', '\u0001javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:https://x/y', 'file:///etc', '//evil.example', '/\\evil.example',
  '/\t/evil.example', 'https://bank.example@evil.example', 'https:evil.example', 'https://', 'evil.example', '', 'ftp://x.example', 'https:\\\\evil.example', `https://x.example/${'a'.repeat(2_000)}`,
])('refuses the link %j, wherever it stands', (href) => {
  expect(() => readBlocks(link(href), 'en')).toThrow('at 0.href');
  expect(() => readBlocks([{ type: 'fields', fields: [{ label: 'a', value: 'b', href }] }], 'en')).toThrow('href');
  expect(() => readBlocks([{ type: 'list', items: [{ title: 'a', href }] }], 'en')).toThrow('href');
  expect(() => readBlocks([{ type: 'image', src: href, alt: '' }], 'en')).toThrow('src');
});

it.each([
  ['no list', {}], ['nothing', undefined], ['a block of no type', [{ text: 'x' }]], ['an unknown type', [{ type: 'script', text: 'x' }]], ['a number for a text', [{ type: 'text', text: 7 }]], ['markup in a field of its own', [{ type: 'text', text: 'x', html: '<b>x' }]],
  ['a style', [{ type: 'text', text: 'x', style: 'position:fixed' }]], ['10 MB', [{ type: 'text', text: 'x'.repeat(10_000_000) }]], ['many small ones', Array.from({ length: 101 }, () => ({ type: 'divider' }))],
  ['an action with spaces', [{ type: 'buttons', buttons: [{ text: 'x', action: 'a b' }] }]], ['values that nest', [{ type: 'buttons', buttons: [{ text: 'x', action: 'a', values: { a: { b: 1 } } }] }]],
  ['an image over http', [{ type: 'image', src: 'http://x.example/a.png', alt: '' }]], ['its own prototype', JSON.parse('[{"type":"text","text":"x","__proto__":{"a":1}}]')],
])('refuses %s', (_what, answer) => {
  expect(() => readBlocks(answer, 'en')).toThrow(TypeError);
});

it('leaves markup the text that it is, and gives texts in the reader’s language', () => {
  expect(readBlocks([{ type: 'text', text: '<script>alert(1)</script>' }, { type: 'heading', text: { en: 'Orders', 'zh-CN': '订单' } }], 'zh-CN')).toEqual([
    { type: 'text', text: '<script>alert(1)</script>' }, { type: 'heading', text: '订单' },
  ]);
  expect(readOutcome(undefined, 'en')).toEqual({});
  expect(readOutcome({ toast: { text: { en: 'Done', 'zh-CN': '完成' } }, data: [1] }, 'en')).toEqual({ toast: { text: 'Done' }, data: [1] });
  expect(() => readOutcome({ data: 'x'.repeat(70_000) }, 'en')).toThrow('at most 65536');
  expect(() => readHtml(['<p>'])).toThrow('a frame renders a text');
});

it('choices are texts and actions, as many as anybody looks through', () => {
  const choice = { title: { en: 'Refund', 'zh-CN': '退款' }, detail: '<b>Hi', shortcut: 'refund', action: 'insert', values: { id: 'r1' } };
  expect(readChoices([choice], 'zh-CN')).toEqual([{ ...choice, title: '退款' }]);
  expect(() => readChoices([{ ...choice, href: 'https://shop.example' }], 'en')).toThrow('href');
  expect(() => readChoices([{ ...choice, action: 'a b' }], 'en')).toThrow('action');
  expect(() => readChoices(Array.from({ length: 31 }, () => choice), 'en')).toThrow('30');
});

it('what is checked is what is sent: a getter cannot answer otherwise later', () => {
  let asked = 0;
  const sly = [{ type: 'link', text: 'x', get href() { return asked++ === 0 ? 'https://shop.example' : 'javascript:alert(1)'; } }];
  expect(readBlocks(sly, 'en')).toEqual(link('https://shop.example').map((block) => ({ ...block, text: 'x' })));
});

function open(slots: Definition['slots'], granted = ['console.extend'], budgetMs = 5_000) {
  const failures: unknown[] = [];
  const plugin = definePlugin<typeof base.config, Permission>({ ...base, permissions: ['console.extend', 'widget.extend'], slots: slots ?? {} });
  const extending = { plugin, granted: new Set(granted), ctx: {} as never, failed: (error: unknown) => void failures.push(String(error)) };
  return { slots: new Slots(() => [extending], budgetMs), failures };
}

it('opens what was granted only', () => {
  const { slots } = open({ page: { place: 'page', kind: 'blocks', title, render: () => [] }, home: { place: 'widget.home', kind: 'blocks', title, render: () => [] } });
  expect(slots.list().map(({ slot }) => slot)).toEqual([{ plugin: 'typed', slot: 'page', place: 'page', kind: 'blocks', title, icon: 'plug' }]);
  expect(slots.find('typed', 'home')).toBeUndefined();
});

it('one that throws, answers nonsense or not at all has failed, and the plugin is told of', async () => {
  const { slots, failures } = open({
    throws: { place: 'page', kind: 'blocks', title, render: () => { throw new Error('no orders'); } },
    nonsense: { place: 'page', kind: 'blocks', title, render: () => [{ type: 'link', text: 'x', href: 'javascript:alert(1)' }] },
    hangs: { place: 'page', kind: 'blocks', title, render: () => new Promise<never>(() => {}) },
  }, undefined, 20);
  for (const name of ['throws', 'nonsense', 'hangs']) await expect(slots.find('typed', name)?.blocks(page)).rejects.toMatchObject({ refusal: { code: 'slot.failed' } });
  expect(failures).toEqual([expect.stringContaining('throws: no orders'), expect.stringContaining('nonsense: at 0.href'), expect.stringContaining('hangs: took longer than 20 ms')]);
  await expect(slots.find('typed', 'throws')?.act({ ...page, action: 'x', values: {} })).rejects.toMatchObject({ refusal: { code: 'slot.unknown' } });
  await expect(slots.find('typed', 'throws')?.html(page)).rejects.toMatchObject({ refusal: { code: 'slot.unknown' } });
});

it('asks one that hangs for so many answers at a time only', async () => {
  let asked = 0;
  const { slots } = open({ hangs: { place: 'page', kind: 'blocks', title, render: () => (asked++, new Promise<never>(() => {})) } }, undefined, 20);
  const answers = await Promise.allSettled(Array.from({ length: 40 }, () => slots.find('typed', 'hangs')!.blocks(page)));
  expect(asked).toBe(32);
  expect(answers.filter((answer) => answer.status === 'rejected' && answer.reason.refusal.code === 'busy')).toHaveLength(8);
});

it('lets an act take as long as its slot says, and nothing else of it', async () => {
  const late = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 60, value));
  const { slots } = open({ waits: { place: 'page', kind: 'blocks', title, actSeconds: 1, render: () => late([]), act: () => late({ data: 'there' }) } }, undefined, 20);
  expect(await slots.find('typed', 'waits')?.act({ ...page, action: 'x', values: {} })).toEqual({ data: 'there' });
  await expect(slots.find('typed', 'waits')?.blocks(page)).rejects.toMatchObject({ refusal: { code: 'slot.failed' } });
  expect(() => open({ waits: { place: 'page', kind: 'blocks', title, actSeconds: 21, render: () => [] } })).toThrow('actSeconds is a whole number from 1 to 20');
});
