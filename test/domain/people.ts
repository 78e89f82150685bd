import type { Participant } from '#domain/participant.ts';

export const visitor: Participant = { id: 'v_vera', kind: 'visitor', name: 'Vera' };
export const foreigner: Participant = { id: 'v_frank', kind: 'visitor', name: 'Frank' };
export const ann: Participant = { id: 'a_ann', kind: 'agent', name: 'Ann' };
export const bob: Participant = { id: 'a_bob', kind: 'agent', name: 'Bob' };
export const cem: Participant = { id: 'a_cem', kind: 'agent', name: 'Cem' };
export const bot: Participant = { id: 'b_faq', kind: 'bot', name: 'FAQ' };
export const boss: Participant = { id: 'a_boss', kind: 'supervisor', name: 'Boss' };
