export type Import = { specifier: string; typeOnly: boolean; line: number };

const pattern =
  /(?<![\w.$'"`])(?:import|export)\s+(type\s)?(?:[\w*\s{},$]*?\sfrom\s*|(?=['"]))['"]([^'"\n]+)['"]|(?<![\w.$])import\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every static, dynamic and re-exported import of a source text. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source);
  return [...code.matchAll(pattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
    line: code.slice(0, match.index).split('\n').length,
  }));
}

/** Blanks comments and template texts, keeping the lines; a `//` inside quotes is no comment. */
function withoutComments(source: string): string {
  const token = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return source.replace(token, (text) => (/^['"]/.test(text) ? text : text.replace(/[^\n]/g, ' ')));
}
