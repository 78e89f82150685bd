import { icons } from '#ui/icons.ts';
import type { IconName } from '#ui/icons.ts';

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={icons[name]} /></svg>
);
