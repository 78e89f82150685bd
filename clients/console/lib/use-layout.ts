import { useMediaQuery } from '@mantine/hooks';

/** `stack`: one pane at a time (phones). `panes`: list beside conversation. `wide`: room for the context pane as well. */
export type Layout = 'stack' | 'panes' | 'wide';

export function useLayout(): Layout {
  const panes = useMediaQuery('(min-width: 760px)', true, { getInitialValueInEffect: false });
  const wide = useMediaQuery('(min-width: 1180px)', true, { getInitialValueInEffect: false });
  return !panes ? 'stack' : wide ? 'wide' : 'panes';
}
