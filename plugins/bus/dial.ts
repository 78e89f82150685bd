import { brokerAt } from './broker.ts';
import type { Own } from './config.ts';
import { BrokerError, StompConnection } from './stomp/connection.ts';
import { Link } from './stomp/link.ts';

/** The first broker, and the first address of it, that lets us in: only where the house allows this plugin to go. */
async function dial({ config: { brokers, password, user, vhost }, http }: Own, over: AbortSignal): Promise<StompConnection> {
  let reason: unknown = new BrokerError('no broker is set');
  for (const broker of brokers.map(brokerAt)) {
    if (broker === null) continue;
    try {
      const addresses = await http.addresses({ host: broker.host, port: broker.port });
      for (const address of addresses) {
        try {
          return await StompConnection.open({ ...broker, address, host: broker.host.replace(/^\[(.*)\]$/, '$1'), password, user, vhost }, over);
        } catch (error) {
          reason = error;
        }
      }
    } catch (error) {
      reason = error;
    }
  }
  throw reason;
}

/** A connection that is looked for until it is closed. `what` it is for, in the log. */
export const linkTo = (ctx: Own, what: 'events' | 'commands', opened?: (connection: StompConnection) => Promise<void>): Link => new Link({
  dial: (over) => dial(ctx, over),
  away: (reason) => ctx.log('the broker is away', { for: what, reason }),
  back: () => ctx.log('the broker is there', { for: what }),
  ...(opened === undefined ? {} : { opened }),
});
