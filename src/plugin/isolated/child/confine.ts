/** Ways out of a process that the permission model of Node leaves open, or that only make noise. */
const GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'Request', 'Response', 'Headers', 'FormData', 'BroadcastChannel', 'MessageChannel', 'MessagePort', 'navigator', 'Storage', 'localStorage', 'sessionStorage', 'require', 'module'];
/** Signals, endings and inner doors, on the process itself: whoever finds it by another way finds it without. */
const DOORS = [
  '_debugEnd', '_debugProcess', '_getActiveHandles', '_getActiveRequests', '_kill', '_linkedBinding', '_rawDebug', '_startProfilerIdleNotifier', '_stopProfilerIdleNotifier', '_tickCallback',
  'abort', 'binding', 'chdir', 'channel', 'dlopen', 'execve', 'exit', 'getBuiltinModule', 'kill', 'mainModule', 'openStdin', 'reallyExit', 'report', 'setegid', 'seteuid', 'setgid',
  'setgroups', 'initgroups', 'setUncaughtExceptionCaptureCallback', 'setSourceMapsEnabled', 'setuid', 'stderr', 'stdin', 'stdout', 'umask', 'loadEnvFile',
];

/** Before any code of the plugin: takes away what leads out. What the kernel and Node refuse anyway stays refused if this misses something. */
export function confine(log: (text: string) => void): void {
  const { process } = globalThis;
  const { arch, hrtime, nextTick, platform, version, versions } = process;
  for (const name of DOORS) Object.defineProperty(process, name, { value: undefined });
  const facade = Object.freeze({
    arch, platform, version, versions,
    env: Object.freeze({}), argv: Object.freeze([]), execArgv: Object.freeze([]),
    cwd: () => '/', hrtime, nextTick, memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }), uptime: () => performance.now() / 1000,
    on: () => facade, once: () => facade, off: () => facade, emitWarning: (warning: unknown) => log(String(warning)),
  });
  const say = (...words: readonly unknown[]): void => log(words.map(String).join(' '));
  const replace = (name: string, value: unknown): void => void Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  replace('process', facade);
  replace('console', Object.freeze(Object.fromEntries(['debug', 'error', 'info', 'log', 'trace', 'warn'].map((name) => [name, say]))));
}
