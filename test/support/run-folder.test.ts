import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { runFolder } from './run-folder.ts';

const GB = 2 ** 30;
const mounts = (options: string, kind = 'tmpfs'): string => `/dev/vda / ext4 rw 0 0\ntmpfs /dev/shm ${kind} ${options} 0 0\n`;

it('is in memory where that has room', () => {
  expect(runFolder({ mounts: mounts('rw,nosuid,nodev'), freeBytes: 4 * GB })).toBe('/dev/shm');
});

it.each([
  ['there is little room, as in a container', { mounts: mounts('rw'), freeBytes: GB / 16 }],
  ['programs may not be there', { mounts: mounts('rw,nosuid,nodev,noexec'), freeBytes: 4 * GB }],
  ['it is a disk', { mounts: mounts('rw', 'ext4'), freeBytes: 4 * GB }],
  ['somebody wants them elsewhere', { chosen: '/var/tmp', mounts: mounts('rw'), freeBytes: 4 * GB }],
  ['there is none', { mounts: '', freeBytes: 4 * GB }],
])('is where temporary files are where %s', (_why, memory) => {
  expect(runFolder(memory)).toBe(tmpdir());
});
