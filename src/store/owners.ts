import { sql, type RawBuilder } from 'kysely';

/** Whose actors are meant: those of these boots and, where `nobody` says so, those that none owns. */
export interface Owners {
  readonly boots: readonly string[];
  readonly nobody: boolean;
}

/** A condition on the joined row of `actors`. MySQL has no empty list: one that matches nothing. */
export function isOwnedBy({ boots, nobody }: Owners): RawBuilder<boolean> {
  const owner = sql.ref('actors.ownerNode');
  const theirs = sql<boolean>`${owner} in (${sql.join(boots.length === 0 ? [''] : boots)})`;
  return nobody ? sql<boolean>`(${owner} is null or ${theirs})` : theirs;
}
