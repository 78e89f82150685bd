import { describe, expect, it, vi } from 'vitest';
import { cut } from '../../plugins/bot/documents/cut.ts';
import { Documents } from '../../plugins/bot/documents/documents.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import { slices } from '../../plugins/bot/slices.ts';
import { computingMs } from '../support/stopwatch.ts';
import { FlowHouse } from './support/flow-house.ts';

const cutUp = (document: string) => cut(document, slices());

describe('a document is cut', () => {
  it('by its headings, which its parts remember', async () => {
    expect(await cutUp('Before.\n\n# One\nfirst\n\n## Deeper\nsecond\n\n# Two ##\n\nthird\n### Deepest\nfourth')).toEqual([
      { heading: '', text: 'Before.' }, { heading: 'One', text: 'first' }, { heading: 'One › Deeper', text: 'second' }, { heading: 'Two', text: 'third' }, { heading: 'Two › Deepest', text: 'fourth' },
    ]);
  });

  it('and takes nothing in a fence for a heading', async () => {
    expect(await cutUp('# Install\n```sh\n# not a heading\nnpm start\n```')).toEqual([{ heading: 'Install', text: '```sh\n# not a heading\nnpm start\n```' }]);
  });

  it('joins short paragraphs, cuts long ones between sentences, and loses no word', async () => {
    const english = Array.from({ length: 80 }, (_, index) => `Sentence number ${index} says something.`).join(' ');
    const chinese = Array.from({ length: 120 }, (_, index) => `第${index}句话说明了一件事情。`).join('');
    const endless = 'x'.repeat(1_500);
    for (const text of [english, chinese, endless, `a\n\nb\n\nc\n\n${english}`]) {
      const parts = await cutUp(text);
      expect(parts.every((part) => part.text.length <= 600)).toBe(true);
      expect(parts.map((part) => part.text).join(' ').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }
    expect((await cutUp(english)).every(({ text }) => /^Sentence .*\.$/s.test(text))).toBe(true);
    expect((await cutUp(chinese)).every(({ text }) => /^第.*。$/s.test(text))).toBe(true);
    expect(await cutUp('a\n\nb\n\nc')).toEqual([{ heading: '', text: 'a\n\nb\n\nc' }]);
    expect(await cutUp(' \n\n# Only a heading\n')).toEqual([]);
  });

  it('in no time, whatever is in it', async () => {
    const blanks = ' '.repeat(40_000);
    for (const text of [`#${blanks}`, `# a${blanks}b`, `# ${'#'.repeat(40_000)}x`, `# ${'a #'.repeat(20_000)}`, `${'\n '.repeat(40_000)}x`, `.${blanks}x`, '\n#'.repeat(40_000)]) {
      expect(await computingMs(() => cutUp(text))).toBeLessThan(250);
    }
  });

  it('and carries no heading along that is as long as a text', async () => {
    const parts = await cutUp(`# ${'long '.repeat(9_000)}\nText`);
    expect(parts.every(({ heading }) => heading === '')).toBe(true);
    expect(parts.map(({ text }) => text).join('').match(/\w/g)).toHaveLength(36_004);
  });
});

const written = { title: 'Terms', url: '', text: '# Delivery\n\nWe deliver to islands within a week.' };

it.each(['taken away', 'put anew'])('leaves nothing of a document that was %s while it was added', async (how) => {
  const documents = new Documents(new Tokenizer());
  const document = (text: string) => ({ id: 'd', title: 'Terms', url: '', at: 0, text });
  const part = (text: string) => ({ heading: '', text });
  let rests = 0;
  await documents.set(document('whales, otters, seals'), [part('whales'), part('otters'), part('seals')], async () => {
    if (++rests !== 2) return;
    if (how === 'taken away') documents.delete('d');
    else await documents.set(document('foxes'), [part('foxes')], async () => {});
  });
  expect(documents.all.map(({ passages }) => passages)).toEqual(how === 'taken away' ? [] : [1]);
  for (const gone of ['whales', 'otters', 'seals']) expect(documents.search(gone, 5).map(({ passage }) => passage.text)).not.toContain(gone);
  expect(documents.search('foxes', 5)).toHaveLength(how === 'taken away' ? 0 : 1);
});

describe('documents of a bot', () => {
  it('are listed, read again as they were written, replaced and taken away', async () => {
    const house = await FlowHouse.open();
    const long = `${'"quoted" and \\ \n'.repeat(4_000)}end`;
    const { id } = await house.do<{ id: string }>('document.put', { document: { ...written, text: long } });
    let text = '';
    for (let from: number | null = 0; from !== null;) {
      const piece: { rows: string[]; next: number | null } = await house.do('document.read', { id, from });
      text += piece.rows.join('');
      from = piece.next;
    }
    expect(text).toBe(long);
    await house.do('document.put', { document: { ...written, id } });
    expect(await house.do('document.look')).toMatchObject({ rows: [{ id, title: 'Terms', size: written.text.length, passages: 1 }] });
    await house.do('document.drop', { id });
    expect(await house.do('document.look')).toMatchObject({ rows: [] });
    expect(await house.do('document.read', { id })).toBeNull();
  });

  it('have bounds, each and all together, and a link is one', async () => {
    const house = await FlowHouse.open();
    expect(await house.do('document.put', { document: { ...written, url: 'javascript:alert(1)' } })).toEqual({ wrong: 'document.url' });
    expect(await house.do('document.put', { document: { ...written, text: 'x'.repeat(100_001) } })).toEqual({ wrong: 'document.text' });
    for (let each = 0; each < 5; each++) expect(await house.do('document.put', { document: { ...written, text: 'x'.repeat(100_000) } })).toHaveProperty('id');
    const { rows: [first] } = await house.do<{ rows: { id: string }[] }>('document.look');
    expect(await house.do('document.put', { document: written })).toEqual({ refused: 'full' });
    expect(await house.do('document.put', { document: { ...written, id: first?.id } })).toEqual({ id: first?.id });
  });

  it('go with their bot, and are there when it is read anew', async () => {
    const house = await FlowHouse.open();
    await house.do('document.put', { document: written });
    expect([...house.tested.data.keys()].some((key) => key.startsWith(`document:${house.bot}:`))).toBe(true);
    await house.do('dictionary.save', { isNew: true, dictionary: { name: 'dish', type: 'vocab', description: '', words: [], patterns: [] } }); // reads it anew
    expect(await house.do('document.look')).toMatchObject({ rows: [{ title: 'Terms' }] });
    await house.do('remove');
    await vi.waitFor(() => expect([...house.tested.data.keys()]).toEqual([]));
  });
});
