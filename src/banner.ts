interface Greeting {
  readonly url: string;
  /** Where the data is. */
  readonly place: string;
  readonly engine: string;
  readonly login: string;
  readonly oneTimePassword: string | null;
}

/** What the one who starts the server needs to know, and nothing else. */
export function banner({ url, place, engine, login, oneTimePassword }: Greeting): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Demo 演示', `${url}/demo`],
    ['Console 工作台', `${url}/console`],
    ...(oneTimePassword === null ? [] : ([
      ['Sign in as 登录名', login],
      ['Password 一次性密码', `${oneTimePassword}   (until it is changed, at the first sign-in · 首次登录时更改，此前有效)`],
    ] as const)),
    ['Data 数据', `${place}, ${engine}`],
  ];
  const width = Math.max(...rows.map(([label]) => cells(label)));
  const lines = rows.map(([label, value]) => `  ${label}${' '.repeat(width - cells(label))}   ${value}`);
  return `\n  Parlor 会客厅 is ready\n\n${lines.join('\n')}\n`;
}

/** Columns in a terminal: Chinese characters take two. */
const cells = (text: string): number => text.length + (text.match(/[\u2e80-\u9fff\uff00-\uffef]/g)?.length ?? 0);
