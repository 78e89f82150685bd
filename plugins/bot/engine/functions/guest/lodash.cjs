// What functions find as `_`: the part of lodash that bots use, written for the interpreter.
const by = (pick) => (typeof pick === 'function' ? pick : pick === undefined ? (value) => value : typeof pick === 'object' ? (value) => Object.entries(pick).every(([key, wanted]) => value?.[key] === wanted) : (value) => _.get(value, pick));
const list = (all) => (all == null ? [] : Array.isArray(all) || typeof all === 'string' ? Array.from(all) : Object.values(all));
const path = (at) => (Array.isArray(at) ? at : String(at).split(/[.[\]]+/).filter((key) => key !== ''));
const isSafe = (key) => key !== '__proto__';
const grouped = (all, pick, add) => list(all).reduce((groups, value) => add(groups, String(by(pick)(value)), value), {});
const compared = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const words = (text) => String(text ?? '').match(/[\p{L}\p{N}]+/gu) ?? [];
const _ = {
  assign: Object.assign,
  capitalize: (text) => String(text).slice(0, 1).toUpperCase() + String(text).slice(1).toLowerCase(),
  chunk: (all, size = 1) => Array.from({ length: Math.ceil(list(all).length / Math.max(1, size)) }, (_each, at) => list(all).slice(at * size, (at + 1) * size)),
  clone: (value) => (Array.isArray(value) ? [...value] : value !== null && typeof value === 'object' ? { ...value } : value),
  cloneDeep: (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
  compact: (all) => list(all).filter(Boolean),
  concat: (...all) => [].concat(...all),
  countBy: (all, pick) => grouped(all, pick, (groups, key) => ({ ...groups, [key]: (groups[key] ?? 0) + 1 })),
  defaults: (target, ...others) => Object.assign(target, ...others.toReversed(), { ...target }),
  difference: (all, ...others) => list(all).filter((value) => !others.flat().includes(value)),
  each: (all, call) => (list(all).forEach((value, at) => call(value, at)), all),
  every: (all, pick) => list(all).every(by(pick)),
  filter: (all, pick) => list(all).filter(by(pick)),
  find: (all, pick) => list(all).find(by(pick)),
  findIndex: (all, pick) => list(all).findIndex(by(pick)),
  flatMap: (all, pick) => list(all).flatMap(by(pick)),
  flatten: (all) => list(all).flat(),
  flattenDeep: (all) => list(all).flat(Infinity),
  get: (value, at, otherwise) => path(at).reduce((inner, key) => inner?.[key], value) ?? otherwise,
  groupBy: (all, pick) => grouped(all, pick, (groups, key, value) => Object.assign(groups, { [key]: [...(groups[key] ?? []), value] })),
  has: (value, at) => path(at).every((key) => value != null && Object.hasOwn(Object(value), key) && ((value = value[key]), true)),
  head: (all) => list(all)[0],
  includes: (all, value) => (typeof all === 'string' ? all.includes(value) : list(all).includes(value)),
  intersection: (all, ...others) => list(all).filter((value) => others.every((other) => list(other).includes(value))),
  isArray: Array.isArray,
  isEmpty: (value) => value == null || typeof value === 'number' || typeof value === 'boolean' || list(value).length === 0,
  isEqual: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  isFunction: (value) => typeof value === 'function',
  isNil: (value) => value == null,
  isNumber: (value) => typeof value === 'number',
  isObject: (value) => value !== null && (typeof value === 'object' || typeof value === 'function'),
  isString: (value) => typeof value === 'string',
  isUndefined: (value) => value === undefined,
  join: (all, mark = ',') => list(all).join(mark),
  keyBy: (all, pick) => grouped(all, pick, (groups, key, value) => Object.assign(groups, { [key]: value })),
  keys: (value) => Object.keys(value ?? {}),
  last: (all) => list(all).at(-1),
  map: (all, pick) => list(all).map(by(pick)),
  mapValues: (value, pick) => Object.fromEntries(Object.entries(value ?? {}).map(([key, each]) => [key, by(pick)(each)])),
  max: (all) => list(all).reduce((most, value) => (most === undefined || value > most ? value : most), undefined),
  maxBy: (all, pick) => list(all).toSorted((a, b) => compared(by(pick)(b), by(pick)(a)))[0],
  merge: (target, ...others) => {
    for (const other of others) {
      for (const [key, value] of Object.entries(other ?? {}).filter(([name]) => isSafe(name))) target[key] = _.isObject(value) && _.isObject(target[key]) ? _.merge(target[key], value) : value;
    }
    return target;
  },
  min: (all) => list(all).reduce((least, value) => (least === undefined || value < least ? value : least), undefined),
  minBy: (all, pick) => list(all).toSorted((a, b) => compared(by(pick)(a), by(pick)(b)))[0],
  omit: (value, ...names) => Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !names.flat().includes(key))),
  orderBy: (all, picks = [undefined], orders = []) =>
    list(all).toSorted((a, b) => [picks].flat().reduce((order, pick, at) => order || compared(by(pick)(a), by(pick)(b)) * ([orders].flat()[at] === 'desc' ? -1 : 1), 0)),
  pick: (value, ...names) => Object.fromEntries(names.flat().filter((key) => key in Object(value)).map((key) => [key, value[key]])),
  random: (least = 0, most = 1) => Math.floor(Math.random() * (most - least + 1)) + least,
  range: (from, to, step = 1) => (to === undefined ? _.range(0, from) : Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_each, at) => from + at * step)),
  reduce: (all, call, ...first) => list(all).reduce(call, ...first),
  reject: (all, pick) => list(all).filter((value) => !by(pick)(value)),
  reverse: (all) => all.reverse(),
  sample: (all) => list(all)[Math.floor(Math.random() * list(all).length)],
  set: (value, at, to) => {
    const keys = path(at);
    if (!keys.every(isSafe)) return value;
    const last = keys.pop();
    keys.reduce((inner, key) => (inner[key] ??= {}), value)[last] = to;
    return value;
  },
  shuffle: (all) => list(all).map((value) => [Math.random(), value]).sort((a, b) => a[0] - b[0]).map(([, value]) => value),
  size: (all) => list(all).length,
  some: (all, pick) => list(all).some(by(pick)),
  sortBy: (all, ...picks) => _.orderBy(all, picks.flat()),
  split: (text, mark) => String(text).split(mark),
  startCase: (text) => words(text).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' '),
  sum: (all) => list(all).reduce((total, value) => total + value, 0),
  sumBy: (all, pick) => list(all).reduce((total, value) => total + by(pick)(value), 0),
  take: (all, most = 1) => list(all).slice(0, most),
  times: (most, call) => Array.from({ length: most }, (_each, at) => call(at)),
  toNumber: Number,
  toString: (value) => (value == null ? '' : String(value)),
  trim: (text) => String(text ?? '').trim(),
  truncate: (text, { length = 30, omission = '...' } = {}) => (String(text).length <= length ? String(text) : String(text).slice(0, length - omission.length) + omission),
  union: (...all) => [...new Set(all.flat())],
  uniq: (all) => [...new Set(list(all))],
  uniqBy: (all, pick) => list(all).filter((value, at, whole) => whole.findIndex((other) => by(pick)(other) === by(pick)(value)) === at),
  upperFirst: (text) => String(text).slice(0, 1).toUpperCase() + String(text).slice(1),
  values: (value) => Object.values(value ?? {}),
  without: (all, ...values) => list(all).filter((value) => !values.includes(value)),
  zipObject: (names, values = []) => Object.fromEntries(names.map((name, at) => [name, values[at]])),
};
module.exports = Object.freeze(Object.assign(_, { first: _.head, forEach: _.each, extend: _.assign }));
