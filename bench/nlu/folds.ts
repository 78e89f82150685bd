/** What somebody said, and what it means. */
export interface Said {
  readonly text: string;
  readonly intent: string;
}

/** Utterances to learn from, and others to be asked about. */
export interface Part {
  readonly train: readonly Said[];
  readonly test: readonly Said[];
}

/** Of each intent the same share in every fold; which ones is the same on every machine, and another one in each round. */
export function crossed(all: readonly Said[], folds: number, round = 0): readonly Part[] {
  const placed = turns(all, round).map(({ said, turn }) => ({ said, fold: turn % folds }));
  return Array.from({ length: folds }, (_, fold) => ({
    train: placed.filter((each) => each.fold !== fold).map(({ said }) => said),
    test: placed.filter((each) => each.fold === fold).map(({ said }) => said),
  }));
}

/** So many of each intent, at most. */
export const few = (all: readonly Said[], most: number): readonly Said[] => turns(all).filter(({ turn }) => turn < most).map(({ said }) => said);

/** So many in all, at most, of each intent its share. */
export function thinned(all: readonly Said[], most: number): readonly Said[] {
  if (all.length <= most) return all;
  return turns(all).sort((a, b) => a.turn - b.turn).slice(0, most).map(({ said }) => said);
}

/** Shuffled; each with how many of its intent came before. */
function turns(all: readonly Said[], round = 0): { readonly said: Said; readonly turn: number }[] {
  const seen = new Map<string, number>();
  return shuffled(all, round).map((said) => {
    const turn = seen.get(said.intent) ?? 0;
    seen.set(said.intent, turn + 1);
    return { said, turn };
  });
}

/** By a hash of the text: in no order that a file had. */
function shuffled(all: readonly Said[], round: number): readonly Said[] {
  return all.map((said) => ({ said, at: hashOf(`${round === 0 ? '' : round}${said.text}|${said.intent}`) })).sort((a, b) => a.at - b.at).map(({ said }) => said);
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return hash >>> 0;
}
