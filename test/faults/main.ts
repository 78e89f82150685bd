import { readOptions, replayOf, USAGE, type Options } from './options.ts';
import { runPlants } from './plants.ts';
import { run } from './run.ts';
import { drawTargets, isBinding, targetsOf } from './targets.ts';

function options(): Options | 'plants' {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== 'help') return read;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\nnpm run faults -- --help says what there is`);
    process.exit(1);
  }
}

/** The words to end with, and whether all is well. */
async function perform(given: Options): Promise<readonly [string, boolean]> {
  const outcome = await run(given, console.log);
  const { troubles, violations } = outcome;
  // A planted fault is to be found.
  if (given.plant !== null) {
    const found = violations.length > 0;
    return [found ? `ok: the checker found that ${given.plant} is off` : `FAILED: the checker did not find that ${given.plant} is off`, found];
  }
  const targets = targetsOf(outcome, given);
  const binding = isBinding(given);
  console.log(drawTargets(targets, binding));
  const missed = binding ? targets.filter(({ met }) => !met).map(({ target }) => target) : [];
  const reasons = [...(violations.length > 0 ? ['violations'] : []), ...(troubles.length > 0 ? ['troubles'] : []), ...(missed.length > 0 ? [`missed: ${missed.join('; ')}`] : [])];
  return reasons.length > 0 ? [`FAILED: ${reasons.join(', ')}`, false] : ['ok', true];
}

const given = options();
if (given === 'plants') {
  const missed = await runPlants(console.log);
  console.log(missed.length > 0 ? `FAILED: the checker did not find ${missed.join(', ')}` : 'ok: the checker found all of them');
  process.exit(missed.length > 0 ? 1 : 0);
}
const [words, well] = await perform(given);
console.log(`${words}\nreplay: ${replayOf(given)}`);
process.exit(well ? 0 : 1);
