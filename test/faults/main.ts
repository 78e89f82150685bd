import { readOptions, USAGE, type Options } from './options.ts';
import { run } from './run.ts';

function options(): Options {
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

const given = options();
const { violations, troubles } = await run(given, console.log);
// A planted fault is to be found.
const bad = given.plant === null ? violations.length + troubles.length > 0 : violations.length === 0;
console.log(given.plant === null ? (bad ? 'FAILED' : 'ok') : bad ? `FAILED: the checker did not find that ${given.plant} is off` : `ok: the checker found that ${given.plant} is off`);
console.log(`replay: npm run faults --${given.storm ? ' --storm' : ''} --minutes ${given.minutes} --seed ${given.seed} --rate ${given.rate} --chats ${given.chats} --nodes ${given.nodes} --pace ${given.pace} --only ${given.only.join(',') || 'none'}`);
process.exit(bad ? 1 : 0);
