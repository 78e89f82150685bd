import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { freePort } from '../support/ports.ts';
import { stop } from '../support/processes.ts';
import { requireEnv } from '../support/services.ts';
import { tempDir } from '../support/temp.ts';

export interface Balanced {
  readonly name: string;
  readonly port: number;
}

export interface Balancer {
  readonly origin: string;
}

const deploy = resolve(import.meta.dirname, '../../deploy');

/** `deploy/nginx.conf` as it is shipped but for its port, and its `nodes.conf` with these two nodes in place of its own. */
export async function shippedNginx(nodes: readonly [Balanced, Balanced]): Promise<Balancer> {
  const port = await freePort();
  const conf = replaceOnce(await readFile(join(deploy, 'nginx.conf'), 'utf8'), 'listen 80;', `listen 127.0.0.1:${port};`);
  const listed = nodes.reduce(
    (text, { name, port: at }, index) => text.replaceAll(`node-${index + 1}:8000`, `127.0.0.1:${at}`).replaceAll(`node-${index + 1}`, name),
    await readFile(join(deploy, 'nodes.conf'), 'utf8'),
  );
  return startNginx(port, conf, listed);
}

/** What somebody would write who has not read our page: every connection to the next node in turn. */
export async function roundRobin(nodes: readonly Balanced[]): Promise<Balancer> {
  const port = await freePort();
  const conf = `
    events {}
    http {
      include nodes.conf;
      access_log off;
      upstream nodes { zone nodes 64k; ${nodes.map(({ port: at }) => `server 127.0.0.1:${at};`).join(' ')} }
      map $http_upgrade $node_connection { default upgrade; "" close; }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://nodes;
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $node_connection;
        }
      }
    }`;
  return startNginx(port, conf, '');
}

/** A child process with files, port and pid of its own; ends with the calling test. */
async function startNginx(port: number, conf: string, nodes: string): Promise<Balancer> {
  const dir = await tempDir();
  const folders = ['client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi'].map((name) => `${name}_temp_path ${dir}/${name};`);
  await writeFile(join(dir, 'nginx.conf'), conf);
  await writeFile(join(dir, 'nodes.conf'), `${folders.join('\n')}\n${nodes}`);
  const own = `daemon off; pid ${dir}/nginx.pid;${process.getuid?.() === 0 ? ' user root;' : ''}`;
  const child = spawn(requireEnv('PARLOR_TEST_NGINX'), ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', 'stderr', '-g', own], { stdio: ['ignore', 'ignore', 'pipe'] });
  const words: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  onTestFinished(() => stop(child));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 100) throw new Error(`nginx did not start: ${words.join('')}`);
    if (await fetch(`${origin}/livez`).then(({ ok }) => ok, () => false)) return { origin };
    await sleep(50);
  }
}

function replaceOnce(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${from} is there ${parts.length - 1} times`);
  return parts.join(to);
}
