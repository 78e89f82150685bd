// Loads the native uWebSockets.js. Where the C library is older than the 2.38 that the binaries ask for
// (Debian 12, the base of the common Node images, has 2.36), loads a patched temporary copy instead.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { patchElf } = require('./patch-elf.cjs');

const upstream = '@btc-vision/uwebsockets.js';

function load() {
  try {
    return require(upstream);
  } catch (error) {
    if (process.platform !== 'linux' || !String(error).includes('GLIBC_2.38')) throw error;
    return loadPatched(error);
  }
}

function loadPatched(cause) {
  const name = `uws_linux_${process.arch}_${process.versions.modules}.node`;
  const binary = readFileSync(join(dirname(require.resolve(upstream)), name));
  try {
    patchElf(binary);
  } catch (error) {
    throw new Error(`uWebSockets.js cannot run on this C library: ${error.message}. ${cause}`, { cause: error });
  }
  // The copy may go as soon as it is mapped; only we may read it until then.
  const folder = mkdtempSync(join(tmpdir(), 'uws-'));
  const addon = { exports: {} };
  try {
    writeFileSync(join(folder, name), binary, { mode: 0o500, flag: 'wx' });
    process.dlopen(addon, join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return addon.exports;
}

module.exports = load();
