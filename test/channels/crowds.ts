import { it } from 'vitest';
import { firsts, SOON, wordsIn, type Scene } from './support.ts';

/** Many people at once, on two nodes, of which the first dies. */
export function crowds(scene: () => Scene): void {
  it('says each message once and opens one chat a person, though both nodes get everything at once', async ({ expect }) => {
    const { chats, nodes, place, say } = scene();
    const people = Array.from({ length: 8 }, (_, i) => `person-${i}`);
    const brought = people.flatMap((person) => [0, 1, 2].flatMap((i) => [...nodes, ...nodes].map((node) => ({ person, text: `${person} says ${i}`, id: `${person}-${i}`, node }))));
    const deliver = async (left: typeof brought): Promise<void> => {
      const answers = await Promise.all(left.map(({ id, node, person, text }) => say(person, text, { id, node })));
      const again = left.filter((_, i) => answers[i]!.status !== 200);
      expect(answers.every(({ status }) => status === 200 || status >= 500), JSON.stringify(answers)).toBe(true);
      if (again.length > 0) await deliver(again);
    };
    await deliver(brought);
    for (const person of people) {
      const all = await chats(person);
      expect(all).toHaveLength(1);
      expect([...(await wordsIn(place, all[0]!))].sort()).toEqual([0, 1, 2].map((i) => `${person} says ${i}`));
    }
  });

  it('loses and doubles nothing when a node dies: not what it has not answered yet, nor what an agent said, in order', async ({ expect }) => {
    const { console: open, chat, chats, nodes: [victim, survivor], place, provider, say } = scene();
    const console = await open();
    const served = await chat('kurt', 'hello');
    await console.accept(served);
    await provider.mood('kurt', 'busy');
    const said = ['one', 'two', 'three'];
    for (const text of said) await console.say(served, text);
    const people = Array.from({ length: 20 }, (_, i) => `caller-${i}`);
    const first = Promise.all(people.map((person) => say(person, `${person} says it`, { id: person, node: victim! })));
    const known = async (): Promise<number> => (await Promise.all(people.map(chats))).flat().length;
    // Some are in the log by then and some are not; nobody waits for which.
    await expect.poll(known, SOON).toBeGreaterThan(2);
    await victim!.kill();
    await first;
    for (const person of people) await expect.poll(async () => (await say(person, `${person} says it`, { id: person, node: survivor! })).status, SOON).toBe(200);
    for (const person of people) {
      const all = await chats(person);
      expect([all.length, await wordsIn(place, all[0]!)]).toEqual([1, [`${person} says it`]]);
    }
    await provider.mood('kurt', 'fine');
    await expect.poll(() => firsts(provider, 'kurt'), SOON).toEqual(said);
  });
}
