import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/ports.ts';
import { findProgram } from '../support/processes.ts';

export const brokerNames = ['activemq', 'rabbitmq'] as const;
export type BrokerName = (typeof brokerNames)[number];

/** A JVM or an Erlang node on a busy machine, which may have to recover from `kill -9`. */
const UP_WITHIN_MS = 60_000;
const ACTIVEMQ_HOME = '/usr/share/activemq';
/** The one on the path becomes another user first. */
const RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server';
export const USER = 'parlor';
export const PASSWORD = 'only for tests';

/** Groups of their own outlive who is interrupted: whoever ends takes them along. */
const groups = new Set<number>();
process.on('exit', () => groups.forEach((group) => process.kill(-group, 'SIGKILL')));

interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How the house and its neighbours name what is there. */
export interface Destinations {
  readonly eventsTo: string;
  /** Of one group of consumers, with what its subscription needs. */
  readonly events: { readonly destination: string; readonly headers: Readonly<Record<string, string>> };
  readonly commands: string;
  readonly refused: string;
  readonly vhost: string;
}

/** A real broker on a port and a folder of its own, that may be ended and started again on its data. */
export class Broker {
  readonly name: BrokerName;
  readonly port: number;
  readonly destinations: Destinations;
  readonly #launches: readonly Launch[];
  #children: ChildProcess[] = [];

  private constructor(name: BrokerName, port: number, destinations: Destinations, launches: readonly Launch[]) {
    this.name = name;
    this.port = port;
    this.destinations = destinations;
    this.#launches = launches;
  }

  static prepare(name: BrokerName, dir: string): Promise<Broker> {
    return name === 'activemq' ? Broker.#activemq(join(dir, name)) : Broker.#rabbitmq(join(dir, name));
  }

  get url(): string {
    return `stomp://127.0.0.1:${this.port}`;
  }

  /** Resolves when it lets people in. */
  async start(): Promise<void> {
    // A group of its own each: a script's children end with it.
    this.#children = this.#launches.map(({ args, env, program }) => spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true }));
    for (const child of this.#children) {
      const { pid } = child;
      if (pid === undefined) continue;
      groups.add(pid);
      child.once('exit', () => groups.delete(pid));
    }
    const main = this.#children.at(-1);
    for (const deadline = Date.now() + UP_WITHIN_MS; Date.now() < deadline; await sleep(50)) {
      if (main?.exitCode !== null) throw new Error(`${this.name} ended with ${main?.exitCode} before it listened`);
      if (await letsIn(this.port, this.destinations.vhost)) return;
    }
    throw new Error(`${this.name} did not listen within ${UP_WITHIN_MS} ms`);
  }

  /** `kill -9`, and its end. */
  async kill(): Promise<void> {
    await Promise.all(this.#children.splice(0).map(async (child) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      process.kill(-child.pid, 'SIGKILL');
      await gone;
    }));
  }

  /** Topics are virtual: each group of consumers has a queue. */
  static async #activemq(dir: string): Promise<Broker> {
    const port = await freePort();
    await mkdir(join(dir, 'data'), { recursive: true });
    await writeFile(join(dir, 'broker.xml'), `<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="test" useJmx="false" advisorySupport="false" dataDirectory="${dir}/data">
    <destinationInterceptors><virtualDestinationInterceptor><virtualDestinations>
      <virtualTopic name="chat.&gt;" prefix="Consumer.*." />
    </virtualDestinations></virtualDestinationInterceptor></destinationInterceptors>
    <plugins><simpleAuthenticationPlugin><users><authenticationUser username="${USER}" password="${PASSWORD}" groups="users" /></users></simpleAuthenticationPlugin></plugins>
    <persistenceAdapter><kahaDB directory="${dir}/data/kahadb" journalMaxFileLength="8mb" /></persistenceAdapter>
    <transportConnectors><transportConnector name="stomp" uri="stomp+nio://127.0.0.1:${port}?transport.tcpNoDelay=true" /></transportConnectors>
  </broker>
</beans>
`);
    const destinations: Destinations = {
      eventsTo: '/topic/chat.events', events: { destination: '/queue/Consumer.test.chat.events', headers: { 'activemq.prefetchSize': '100' } },
      commands: '/queue/chat.commands', refused: '/queue/chat.commands.refused', vhost: '',
    };
    return new Broker('activemq', port, destinations, [{
      program: found('java'), env: {},
      args: ['-Xms128m', '-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Dactivemq.home=${ACTIVEMQ_HOME}`, `-Dactivemq.base=${dir}`, `-Dactivemq.data=${dir}/data`, `-Dactivemq.conf=${dir}`,
        '-jar', join(ACTIVEMQ_HOME, 'bin/activemq.jar'), 'start', `xbean:file:${dir}/broker.xml`],
    }]);
  }

  /** The queue of commands has one active consumer at a time, which only its declaration can say. */
  static async #rabbitmq(dir: string): Promise<Broker> {
    const [port, distribution, names] = await Promise.all([freePort(), freePort(), freePort()]);
    await mkdir(dir, { recursive: true });
    const everything = '.*';
    const definitions = {
      users: [{ name: USER, password: PASSWORD, tags: [] }], vhosts: [{ name: '/' }],
      permissions: [{ user: USER, vhost: '/', configure: everything, write: everything, read: everything }],
      queues: [
        { name: 'chat.commands', vhost: '/', durable: true, auto_delete: false, arguments: { 'x-single-active-consumer': true } },
        { name: 'chat.events.test', vhost: '/', durable: true, auto_delete: false, arguments: {} },
      ],
      bindings: [{ source: 'amq.topic', vhost: '/', destination: 'chat.events.test', destination_type: 'queue', routing_key: 'chat.events', arguments: {} }],
    };
    await writeFile(join(dir, 'definitions.json'), JSON.stringify(definitions));
    await writeFile(join(dir, 'enabled_plugins'), '[rabbitmq_stomp].\n');
    await writeFile(join(dir, 'rabbitmq.conf'), `listeners.tcp = none\nstomp.listeners.tcp.1 = 127.0.0.1:${port}\nload_definitions = ${dir}/definitions.json\n`);
    const epmd = { ERL_EPMD_PORT: String(names), ERL_EPMD_ADDRESS: '127.0.0.1' };
    const destinations: Destinations = {
      eventsTo: '/topic/chat.events', events: { destination: '/amq/queue/chat.events.test', headers: { 'prefetch-count': '100' } },
      commands: '/amq/queue/chat.commands', refused: '/queue/chat.commands.refused', vhost: '/',
    };
    return new Broker('rabbitmq', port, destinations, [
      { program: found('epmd'), args: [], env: epmd },
      {
        program: RABBITMQ, args: [],
        env: {
          ...epmd, HOME: dir, RABBITMQ_NODENAME: `test${port}@localhost`, RABBITMQ_DIST_PORT: String(distribution), RABBITMQ_CONF_ENV_FILE: join(dir, 'none'), RABBITMQ_CONFIG_FILE: join(dir, 'rabbitmq.conf'),
          RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'enabled_plugins'), RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'), RABBITMQ_LOG_BASE: join(dir, 'log'), RABBITMQ_PID_FILE: join(dir, 'pid'),
          RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none',
        },
      },
    ]);
  }
}

function found(program: string): string {
  const path = findProgram(program);
  if (path === undefined) throw new Error(`${program} is missing: run \`npm test\` once as root, or install it`);
  return path;
}

/** A broker listens before it has its users and queues: it is there when it answers. */
function letsIn(port: number, vhost: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`CONNECT\naccept-version:1.2\nhost:${vhost === '' ? 'localhost' : vhost}\nlogin:${USER}\npasscode:${PASSWORD}\n\n\0`));
    const end = (in_: boolean): void => {
      socket.destroy();
      resolve(in_);
    };
    socket.setTimeout(3_000, () => end(false));
    socket.once('data', (bytes) => end(bytes.toString().startsWith('CONNECTED')));
    socket.once('error', () => end(false)).once('close', () => resolve(false));
  });
}
