import type { EventOf } from '#wire/vocabulary.ts';
import type { Texts } from '../../i18n/en.ts';

/** Why something did not arrive, with the provider's own words. */
export const whyOf = ({ detail, reason }: EventOf<'delivery.failed'>, why: Texts['message']['why']): string => `${why[reason]}${detail === '' ? '' : `: ${detail}`}`;
