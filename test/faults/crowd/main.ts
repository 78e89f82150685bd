import { Crowd } from './crowd.ts';
import type { FromCrowd, ToCrowd } from './messages.ts';

/** The generator's process: does what the run tells it, and tells how it goes every second. */
let crowd: Crowd | undefined;

const tell = (message: FromCrowd): void => void process.send?.(message);

async function obey(message: ToCrowd): Promise<void> {
  if (message.do === 'gather') {
    crowd = await Crowd.gather(message.scene);
    return tell({ is: 'gathered' });
  }
  if (crowd === undefined) return;
  switch (message.do) {
    case 'talk': return crowd.talk();
    case 'burst':
      crowd.probe(null);
      return tell({ is: 'said', inFlight: crowd.witness.inFlight });
    case 'probe': return crowd.probe(message.conversations);
    case 'reload': return tell({ is: 'reloaded', conversations: crowd.reload(message.how) });
    case 'mischief':
      crowd.mischief.on = message.on;
      return;
    case 'hush': return crowd.hush();
    case 'record':
      await crowd.record(message.file);
      return tell({ is: 'recorded' });
  }
}

process.on('message', (message: ToCrowd) => {
  obey(message).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  if (crowd !== undefined) tell({ is: 'progress', progress: crowd.progress });
}, 500).unref();
