import type { PresenceStatus } from '#wire/protocol.ts';
import type { Status } from '#wire/vocabulary.ts';
import classes from './corner-mark.module.css';

/** How somebody's chat stands, or whether they are there: a dot at the corner of a face. The word stands elsewhere, or in `title`. */
export const CornerMark = ({ state, title }: { readonly state: PresenceStatus | Status | null; readonly title?: string }) => <span className={classes.mark} data-state={state} title={title} />;
