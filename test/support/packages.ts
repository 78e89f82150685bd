import { readFileSync } from 'node:fs';
import { findProgram, runQuietly } from './processes.ts';

const wanted = [
  { package: 'redis-server', programs: ['redis-server'] },
  { package: 'mariadb-server', programs: ['mariadbd'] },
  { package: 'nginx-light', programs: ['nginx'] },
  { package: 'activemq', programs: ['activemq'] },
  { package: 'rabbitmq-server', programs: ['rabbitmq-server'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
  { package: 'strace', programs: ['strace'] },
] as const;

/** Chinese text needs glyphs before a screenshot of it says anything. */
const fonts = 'fonts-noto-cjk';

/**
 * Installs what the tests need and the machine lacks, where we may: as root on Debian or Ubuntu.
 * Never throws; what is still missing afterwards shows in the skipped suites.
 */
export async function installMissingPackages(log: (line: string) => void): Promise<void> {
  const missing: string[] = wanted.filter(({ programs }) => !findProgram(...programs)).map((entry) => entry.package);
  if (missing.includes('chromium')) missing.push(fonts);
  if (missing.length === 0 || !mayInstall()) return;
  log(`installing ${missing.join(', ')}`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update', '-q'], { env });
    await runQuietly('apt-get', ['install', '-qy', '--no-install-recommends', ...missing], { env });
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
}

function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return false;
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
