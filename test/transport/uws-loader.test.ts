import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const { patchElf } = require('../../src/uws/patch-elf.cjs') as { patchElf(file: Buffer): number };
const folder = dirname(require.resolve('@btc-vision/uwebsockets.js'));
const binary = (arch: string): Buffer => readFileSync(join(folder, `uws_linux_${arch}_137.node`));
const replace = (file: Buffer, from: string, to: string): void => {
  file.write(to, file.indexOf(`\0${from}\0`) + 1, 'latin1');
};

describe('the uWebSockets.js loader', () => {
  it('loads on this machine', async () => {
    const { default: uWS } = await import('uWebSockets.js');
    expect(typeof uWS.App).toBe('function');
  });

  it.each([
    ['x64', 3],
    ['arm64', 2],
  ])('leaves no import of glibc 2.38 in the %s binary', (arch, imports) => {
    const file = binary(arch);
    const length = file.length;
    expect(patchElf(file)).toBe(imports);
    expect(patchElf(file)).toBe(0);
    expect(file.length).toBe(length);
  });

  it('changes nothing but the names and versions of the imports', () => {
    const [before, after] = [binary('x64'), binary('x64')];
    patchElf(after);
    const changed = before.reduce((count, byte, at) => count + (byte === after[at] ? 0 : 1), 0);
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThanOrEqual(3 * 4 + 8);
  });

  it('refuses an import of 2.38 that it does not know, and leaves the buffer alone', () => {
    const file = binary('x64');
    replace(file, '__isoc23_sscanf', '__isoc23_fscanf');
    const before = Buffer.from(file);
    expect(() => patchElf(file)).toThrow('unexpected import of GLIBC_2.38: __isoc23_fscanf');
    expect(file.equals(before)).toBe(true);
  });

  it.each([
    ['no ELF file', () => Buffer.from('MZ'.padEnd(100, '.')), 'not an ELF file'],
    ['an empty file', () => Buffer.alloc(0), 'not an ELF file'],
    ['a 32-bit file', () => edited((file) => file.writeUInt8(1, 4)), 'not a 64-bit little-endian ELF file'],
    ['a truncated file', () => binary('x64').subarray(0, 100_000), 'points outside itself'],
    ['a section table far away', () => edited((file) => file.writeBigUInt64LE(2n ** 60n, 40)), 'points outside itself'],
    ['no sections', () => edited((file) => file.writeUInt16LE(0, 60)), 'no section of dynamicSymbols'],
    ['another architecture', () => edited((file) => file.writeUInt16LE(243, 18)), 'does not ask for a known version'],
  ])('says what is wrong with %s', (_, make, message) => {
    expect(() => patchElf(make())).toThrow(message);
  });
});

function edited(edit: (file: Buffer) => void): Buffer {
  const file = binary('x64');
  edit(file);
  return file;
}
