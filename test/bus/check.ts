/** Something that a log has. */
export interface Said {
  readonly by: string;
  readonly text: string;
}

/** Where what was ordered, in its order, is not what a chat's log has: lost, said twice, out of order, or said by somebody else. */
export function checkOrders(ordered: ReadonlyMap<string, readonly string[]>, logs: ReadonlyMap<string, readonly Said[]>): readonly string[] {
  const wrong: string[] = [];
  for (const [conversation, texts] of ordered) {
    const said = logs.get(conversation) ?? [];
    for (const { by, text } of said) if (by !== 'b_bus') wrong.push(`${conversation}: ${text} was said by ${by}`);
    const counts = new Map<string, number>();
    for (const { text } of said) counts.set(text, (counts.get(text) ?? 0) + 1);
    for (const text of texts) if (counts.get(text) !== 1) wrong.push(`${conversation}: ${text} was said ${counts.get(text) ?? 0} times`);
    const known = new Set(texts);
    for (const text of counts.keys()) if (!known.has(text)) wrong.push(`${conversation}: nobody ordered ${text}`);
    const place = new Map(texts.map((text, index) => [text, index]));
    let last = -1;
    for (const { text } of said) {
      const at = place.get(text) ?? last;
      if (at < last) wrong.push(`${conversation}: ${text} was said behind ${texts[last] ?? ''}`);
      last = Math.max(last, at);
    }
  }
  return wrong;
}
