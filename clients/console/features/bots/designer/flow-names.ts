import { createContext } from 'react';

/** Names of the bot's flows, by id. */
export const FlowNames = createContext<(id: string) => string>((id) => id);
