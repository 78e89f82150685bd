import { readFileSync } from 'node:fs';
import { findProgram, runQuietly } from './processes.ts';
import type { ServiceName } from './projects.ts';

interface Wanted {
  readonly package: string;
  readonly programs: readonly string[];
  /** Of which service it is a part; of the tests themselves where none is named. */
  readonly service?: ServiceName;
}

const wanted: readonly Wanted[] = [
  { package: 'redis-server', programs: ['redis-server'], service: 'redis' },
  { package: 'mariadb-server', programs: ['mariadbd'], service: 'mysql' },
  { package: 'nginx-light', programs: ['nginx'], service: 'nginx' },
  { package: 'activemq', programs: ['activemq'], service: 'activemq' },
  { package: 'rabbitmq-server', programs: ['rabbitmq-server'], service: 'rabbitmq' },
  // Without a browser's own windows, which cost more than the pages. A whole one serves where nothing may be installed.
  { package: 'chromium-headless-shell', programs: ['chromium-headless-shell'], service: 'chromium' },
  { package: 'strace', programs: ['strace'] },
];

/** Chinese text needs glyphs before a screenshot of it says anything. */
const fonts = 'fonts-noto-cjk';

/**
 * Installs what these services need and the machine lacks, where we may: as root on Debian or Ubuntu.
 * Never throws; what is still missing afterwards shows in the skipped suites.
 */
export async function installMissingPackages(services: ReadonlySet<ServiceName>, log: (line: string) => void): Promise<void> {
  const missing = wanted.filter(({ programs, service }) => (service === undefined || services.has(service)) && !findProgram(...programs)).map((entry) => entry.package);
  if (missing.includes('chromium-headless-shell')) missing.push(fonts);
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
