import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArchive, readJson, writeArchive, writeJson, type BotScripts } from '../../plugins/bot/engine/script/archive.ts';

const BOT: BotScripts = {
  name: '订票',
  language: 'zh_CN',
  topics: [{ name: '__pre__', enabled: true, source: '+ 人工\n- 请等' }, { name: 'greetings', enabled: false, source: '+ 你好\n- 好\n' }],
  plugin: 'exports.f = () => 1;\n// 完',
  config: { '@SYS_INTENT_BRANCH': 'dev', N: '1' },
  settings: { fallback: '我不明白', gambitLikeThreshold: 0.8, version: '1.0.0' },
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const index = (more: object = {}): Uint8Array => bytes(JSON.stringify({ name: 'b', primaryLanguage: 'en_US', conversations: [{ name: 't' }], ...more }));
const problem = (files: Readonly<Record<string, Uint8Array>>): string => {
  const read = readArchive(zipSync(files));
  return 'code' in read ? `${read.code} ${read.file ?? ''}`.trim() : 'read';
};

describe('an archive', () => {
  it('is read as it was written, always with the same bytes', () => {
    expect(readArchive(writeArchive(BOT))).toEqual(BOT);
    expect(writeArchive(BOT)).toEqual(writeArchive(BOT));
  });

  it('is read with stored files, with a comment, with folders and files of others beside', () => {
    const zip = zipSync({ 'index.json': [index({ config: { n: 1, on: true } }), { level: 0 }], 'en_US.t.ms': bytes('+ a\n- b'), '__MACOSX/x': bytes('x'), '.DS_Store': bytes('x') });
    zip[zip.length - 2] = 4;
    expect(readArchive(Buffer.concat([zip, Buffer.from('note')]))).toMatchObject({ name: 'b', plugin: '', config: { n: '1', on: 'true' }, topics: [{ name: 't', enabled: true, source: '+ a\n- b' }] });
  });

  it.each([
    ['no index', { 'en_US.t.ms': bytes('') }, 'archive.index index.json'],
    ['an index that is no JSON', { 'index.json': bytes('{') }, 'archive.index index.json'],
    ['an index without a language', { 'index.json': index({ primaryLanguage: '../x' }) }, 'archive.index index.json'],
    ['a topic whose script is not there', { 'index.json': index() }, 'archive.missing en_US.t.ms'],
    ['a topic with a path for a name', { 'index.json': index({ conversations: [{ name: '../t' }] }) }, 'archive.topic index.json'],
    ['a topic twice', { 'index.json': index({ conversations: [{ name: 't' }, { name: 't' }] }), 'en_US.t.ms': bytes('') }, 'archive.topic index.json'],
    ['a configuration of objects', { 'index.json': index({ config: { a: {} } }) }, 'archive.config index.json'],
    ['a script that is no text', { 'index.json': index(), 'en_US.t.ms': Uint8Array.of(0xff, 0xfe) }, 'archive.text en_US.t.ms'],
    ['a script that is too large', { 'index.json': index(), 'en_US.t.ms': bytes('x'.repeat(1_000_001)) }, 'archive.large en_US.t.ms'],
    ['functions that are too large', { 'index.json': index(), 'en_US.t.ms': bytes(''), 'plugin.js': bytes('x'.repeat(1_000_001)) }, 'archive.large plugin.js'],
    ['a file above', { '../x': bytes('') }, 'archive.path'],
    ['a file of the root', { '/etc/x': bytes('') }, 'archive.path'],
    ['a file of a drive', { 'C:\\x': bytes('') }, 'archive.path'],
    ['too many topics', { 'index.json': index({ conversations: Array.from({ length: 257 }, (_, n) => ({ name: `t${n}` })) }) }, 'archive.large index.json'],
    ['too many files', Object.fromEntries(Array.from({ length: 513 }, (_, n) => [`f${n}`, bytes('')])), 'archive.large'],
  ])('with %s is refused', (_what, files, expected) => {
    expect(problem(files)).toBe(expected);
  });

  it('that unpacks to far more than it may is stopped, whatever it says of its size', () => {
    const bomb = zipSync({ 'index.json': index(), 'plugin.js': new Uint8Array(17 * 1_024 * 1_024) });
    expect(readArchive(bomb)).toEqual({ code: 'archive.large', file: null });
    const at = Buffer.from(bomb).lastIndexOf('plugin.js') - 46;
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(at + 24, 10, true);
    expect(readArchive(bomb)).toEqual({ code: 'archive.large', file: null });
    expect(readArchive(new Uint8Array(5 * 1_024 * 1_024))).toEqual({ code: 'archive.large', file: null });
  });

  it('of which a part is missing or changed is a problem, never an error', () => {
    const whole = writeArchive(BOT);
    fc.assert(fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (at, byte, isCut) => {
      const broken = isCut ? whole.slice(0, at) : whole.with(at, byte);
      readArchive(broken);
    }), { numRuns: 500 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      expect(readArchive(noise)).toEqual({ code: 'archive.zip', file: null });
    }));
  });
});

describe('the JSON of an export', () => {
  it('is read as it was written, with the lines of its functions', () => {
    const json = JSON.parse(JSON.stringify(writeJson(BOT))) as unknown;
    expect(json).toMatchObject({ plugin: ['exports.f = () => 1;', '// 完'], conversations: [{ name: '__pre__', enabled: true, script: '+ 人工\n- 请等' }, { name: 'greetings', enabled: false }] });
    expect(readJson(json)).toEqual(BOT);
  });

  it('changes no prototype', () => {
    const read = readJson(JSON.parse('{"name":"b","primaryLanguage":"zh_CN","conversations":[],"__proto__":{"polluted":1},"config":{"__proto__":"x"}}'));
    expect(read).toMatchObject({ config: {}, settings: {} });
    expect(Object.getPrototypeOf('settings' in read ? read.settings : null)).toBe(Object.prototype);
  });

  it('is a problem when it is anything else', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(readJson(value)).toHaveProperty('code');
    }));
  });
});
