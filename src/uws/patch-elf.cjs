// The binaries need glibc 2.38 for three functions only: the C23 variants of strtol, strtoul and sscanf, which
// newer headers put in place of the old ones (they differ in accepting 0b literals). This rewrites, in a buffer
// with an ELF64 little-endian shared object:
//   - the names of those imports, `__isoc23_strtol` -> `strtol`: the string table keeps its bytes, the symbol's
//     name just starts 9 bytes later;
//   - the version that they ask for, `GLIBC_2.38` -> the oldest of the architecture, which every system has.

const renamed = new Map([
  ['__isoc23_strtol', 'strtol'],
  ['__isoc23_strtoul', 'strtoul'],
  ['__isoc23_sscanf', 'sscanf'],
]);
const tooNew = 'GLIBC_2.38';
/** Oldest symbol version by e_machine: x86-64 and AArch64. */
const oldest = new Map([
  [62, 'GLIBC_2.2.5'],
  [183, 'GLIBC_2.17'],
]);
const sectionType = { dynamicSymbols: 11, versionNeeds: 0x6ffffffe, versionSymbols: 0x6fffffff };

/**
 * Patches `file` in place.
 * @param {Buffer} file
 * @returns {number} how many imports were renamed; 0 when nothing asks for glibc 2.38
 * @throws {Error} when the file is no such object, is damaged, or imports something else of 2.38;
 *   the buffer is unchanged then
 */
function patchElf(file) {
  try {
    const writes = plan(file);
    for (const { offset, value } of writes) file.writeUInt32LE(value, offset);
    return writes.filter((write) => write.import).length;
  } catch (error) {
    if (error instanceof RangeError) throw new Error('the ELF file is damaged: it points outside itself', { cause: error });
    throw error;
  }
}

/** Every read is bounds-checked by Buffer, and nothing is written before all of it was read. */
function plan(file) {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46) throw new Error('not an ELF file');
  if (file[4] !== 2 || file[5] !== 1) throw new Error('not a 64-bit little-endian ELF file');
  const sections = readSections(file);
  const symbols = find(sections, 'dynamicSymbols');
  const strings = sections[symbols.link];
  if (!strings) throw new Error('the ELF file has no dynamic string table');
  const needs = readNeeds(file, find(sections, 'versionNeeds'), strings);
  const tooNewNeeds = needs.filter((need) => need.version === tooNew);
  if (tooNewNeeds.length === 0) return [];

  const base = oldest.get(file.readUInt16LE(18));
  const target = needs.find((need) => need.version === base && need.library === 'libc.so.6');
  if (!target) throw new Error(`the ELF file does not ask for ${base ?? 'a known version'} of libc.so.6`);
  const imports = readImports(file, symbols, find(sections, 'versionSymbols'), strings, new Set(tooNewNeeds.map((need) => need.index)));
  return [
    ...imports.map(rename),
    ...tooNewNeeds.flatMap((need) => [
      { offset: need.offset, value: target.hash },
      { offset: need.offset + 8, value: target.nameOffset },
    ]),
  ];
}

function rename({ offset, nameOffset, name }) {
  const shorter = renamed.get(name);
  if (shorter === undefined) throw new Error(`unexpected import of ${tooNew}: ${name}`);
  return { offset, value: nameOffset + name.length - shorter.length, import: true };
}

function readSections(file) {
  const start = offset64(file, 40);
  const size = file.readUInt16LE(58);
  return Array.from({ length: file.readUInt16LE(60) }, (_, index) => {
    const at = start + index * size;
    return {
      type: file.readUInt32LE(at + 4),
      offset: offset64(file, at + 24),
      size: offset64(file, at + 32),
      link: file.readUInt32LE(at + 40),
      entries: file.readUInt32LE(at + 44),
      entrySize: offset64(file, at + 56),
    };
  });
}

function find(sections, kind) {
  const section = sections.find(({ type }) => type === sectionType[kind]);
  if (!section) throw new Error(`the ELF file has no section of ${kind}`);
  return section;
}

/** The symbol versions that the object asks of each library: a list (vn_next) of lists (vna_next). */
function readNeeds(file, section, strings) {
  const needs = [];
  for (let i = 0, at = section.offset; i < section.entries; i++) {
    const library = text(file, strings, file.readUInt32LE(at + 4));
    for (let j = 0, aux = at + file.readUInt32LE(at + 8); j < file.readUInt16LE(at + 2); j++) {
      const nameOffset = file.readUInt32LE(aux + 8);
      const version = text(file, strings, nameOffset);
      needs.push({ library, version, nameOffset, offset: aux, hash: file.readUInt32LE(aux), index: file.readUInt16LE(aux + 6) });
      const next = file.readUInt32LE(aux + 12);
      if (next === 0) break;
      aux += next;
    }
    const next = file.readUInt32LE(at + 12);
    if (next === 0) break;
    at += next;
  }
  return needs;
}

/** Dynamic symbols that ask for one of the wanted versions, by their indices (bit 15 only hides). There are thousands of others, which every start would read. */
function readImports(file, symbols, versions, strings, wanted) {
  if (symbols.entrySize < 24) throw new Error('the ELF file has no dynamic symbols');
  const imports = [];
  for (let index = 0; index < Math.floor(Math.min(symbols.size, file.length) / symbols.entrySize); index++) {
    if (!wanted.has(file.readUInt16LE(versions.offset + index * 2) & 0x7fff)) continue;
    const offset = symbols.offset + index * symbols.entrySize;
    const nameOffset = file.readUInt32LE(offset);
    imports.push({ offset, nameOffset, name: text(file, strings, nameOffset) });
  }
  return imports;
}

function text(file, strings, offset) {
  const start = strings.offset + offset;
  const end = file.indexOf(0, start);
  if (offset >= strings.size || end === -1) throw new RangeError('a name outside the string table');
  return file.toString('latin1', start, end);
}

function offset64(file, at) {
  return Number(file.readBigUInt64LE(at));
}

module.exports = { patchElf };
