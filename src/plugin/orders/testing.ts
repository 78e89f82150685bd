import type { Conversations, EndOrder, OrderOutcome, PostOrder, TransferOrder } from './order.ts';

/** What a plugin ordered in a chat. */
export type TestedOrder = ({ readonly does: 'post' } & PostOrder) | ({ readonly does: 'end' } & EndOrder) | ({ readonly does: 'transfer' } & TransferOrder);

export interface TestedOrders {
  readonly conversations: Conversations;
  readonly orders: readonly TestedOrder[];
}

/** Chats in which nothing happens: what is ordered is on record. */
export function testedOrders(outcome: (order: TestedOrder) => OrderOutcome | Promise<OrderOutcome> = () => ({ seq: 1 })): TestedOrders {
  const orders: TestedOrder[] = [];
  const take = async (order: TestedOrder): Promise<OrderOutcome> => {
    orders.push(order);
    return outcome(order);
  };
  return {
    orders,
    conversations: {
      post: (_plugin, order) => take({ does: 'post', ...order }),
      end: (_plugin, order) => take({ does: 'end', ...order }),
      transfer: (_plugin, order) => take({ does: 'transfer', ...order }),
    },
  };
}
