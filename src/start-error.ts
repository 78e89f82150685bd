/** Why a node does not start, for whoever runs it: one line, without secrets, that says what to mend. */
export class StartError extends Error {}
