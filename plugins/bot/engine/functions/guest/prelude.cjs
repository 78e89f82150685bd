// Runs inside the interpreter before plugin.js: makes what functions find in their scope. `host` is all that leads outside, and no
// code of a bot ever sees it.
module.exports = (host, lodash) => {
  const { parse, stringify } = JSON;
  const { freeze, keys } = Object;
  const waiting = new Map();
  let calls = 0;

  /** Asks the host; its answer comes by `settle`. */
  const ask = (name, args) =>
    new Promise((resolve, reject) => {
      const call = ++calls;
      waiting.set(call, { resolve, reject });
      host.ask(call, name, stringify(args));
    });

  const settle = (call, ok, value) => {
    const asked = waiting.get(call);
    waiting.delete(call);
    if (asked === undefined) return;
    const answer = parse(value);
    if (ok) asked.resolve(answer);
    else asked.reject(new Error(answer));
  };

  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      return stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  /** What was thrown, and where: an error may be made to throw where it is read. */
  const told = (error) => {
    try {
      const place = /plugin\.js:\d+/.exec(error?.stack)?.[0];
      return place === undefined ? shown(error) : `${shown(error)} (${place})`;
    } catch {
      return 'What was thrown cannot be read';
    }
  };
  const format = (first, ...rest) => {
    const values = [...rest];
    const text = typeof first === 'string' ? first.replace(/%[sdifjoO%]/g, (mark) => (mark === '%%' ? '%' : values.length === 0 ? mark : shown(values.shift()))) : shown(first);
    return [text, ...values.map(shown)].join(' ');
  };
  const debug = (...values) => host.debug(format(...values));
  const console = freeze({ log: debug, info: debug, warn: debug, error: debug, debug });

  const query = (params) => Object.entries(params ?? {}).filter(([, value]) => value != null).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const request = async (config) => {
    const { baseURL = '', data, headers, method = 'get', params, responseType, timeout, url = '', validateStatus } = config;
    const target = /^https?:/i.test(url) ? url : `${baseURL}${url}`;
    const asked = query(params);
    const response = await ask('http', [{ method: method.toUpperCase(), url: asked === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${asked}`, headers, data, responseType, timeout }]);
    const answer = { ...response, config };
    const isGood = validateStatus === undefined ? answer.status >= 200 && answer.status < 300 : validateStatus === null || validateStatus(answer.status);
    if (isGood) return answer;
    throw Object.assign(new Error(`Request failed with status code ${answer.status}`), { config, response: answer, isAxiosError: true });
  };
  const client = (defaults) => {
    const merged = (more) => ({ ...defaults, ...more, headers: { ...defaults.headers, ...more?.headers } });
    const send = (first, more) => request(merged(typeof first === 'string' ? { ...more, url: first } : first));
    for (const method of ['get', 'delete', 'head', 'options']) send[method] = (url, config) => request(merged({ ...config, method, url }));
    for (const method of ['post', 'put', 'patch']) send[method] = (url, data, config) => request(merged({ ...config, method, url, data }));
    return Object.assign(send, { request: send, create: (config) => client(merged(config)) });
  };
  const http = client({});

  const pad = (value, length = 2) => String(value).padStart(length, '0');
  /** `offset`: hours from UTC; China knows no summer time. */
  const formatTime = (time, pattern = 'YYYY/MM/DD HH:mm', offset = 8) => {
    const ms = typeof time === 'number' ? time : /^\d+$/.test(String(time)) ? Number(time) : Date.parse(String(time));
    const date = new Date(ms + offset * 3_600_000);
    const fields = { YYYY: date.getUTCFullYear(), MM: pad(date.getUTCMonth() + 1), DD: pad(date.getUTCDate()), HH: pad(date.getUTCHours()), mm: pad(date.getUTCMinutes()), ss: pad(date.getUTCSeconds()), SSS: pad(date.getUTCMilliseconds(), 3) };
    return pattern.replace(/YYYY|MM|DD|HH|mm|SSS|ss/g, (field) => fields[field]);
  };
  const maestro = { formatTime };
  for (const name of ['get', 'set', 'ttl', 'incrby', 'del', 'profile', 'extractTime', 'extractNumber', 'extractRegexDicts', 'keywords', 'digest', 'searchFAQs', 'getFAQList', 'getFAQDetail', 'getHotFAQs']) {
    maestro[name] = (...args) => ask(`maestro.${name}`, args);
  }
  freeze(maestro);

  /** Functions of before promises are given `cb(error, answer)` behind their arguments. */
  const invoke = (call, self, args) => {
    if (call.constructor?.name === 'AsyncFunction') return call.apply(self, args);
    return new Promise((resolve, reject) => {
      const given = [...args];
      given[Math.max(args.length, call.length - 1)] = (error, answer) => (error ? reject(error) : resolve(answer));
      const answer = call.apply(self, given);
      if (answer !== undefined || call.length <= args.length) resolve(answer);
    });
  };

  const said = (answer) => {
    if (answer === undefined || answer === null) return { text: '' };
    if (typeof answer !== 'object') return { text: String(answer) };
    return { text: String(answer.text ?? answer.string ?? ''), params: answer.params };
  };

  const exported = {};
  const run = async (name, args, scope) => {
    try {
      if (name === null) return host.done(stringify(keys(exported).filter((each) => typeof exported[each] === 'function')));
      const call = Object.hasOwn(exported, name) ? exported[name] : undefined;
      if (typeof call !== 'function') return host.fail('unknown', `plugin.js exports no function ${name}`);
      const self = { ...parse(scope), maestro };
      const answer = said(await invoke(call, self, parse(args)));
      const intent = self.intent == null ? null : { drop: self.intent.drop === true, extras: self.intent.extras ?? null };
      return host.done(stringify({ ...answer, intent }));
    } catch (error) {
      return host.fail('threw', told(error));
    }
  };

  return {
    run,
    settle,
    load: (plugin, config) => plugin(exported, freeze(parse(config)), http, debug, lodash, console),
  };
};
