import { Icon } from './icon.tsx';
import { useWidget } from '../context.ts';
import type { Tick } from '../rows.ts';

const iconOf = { sending: 'clock', sent: 'check', delivered: 'checkDouble', read: 'checkDouble', failed: 'alert' } as const;

/** How far the visitor's words have got. */
export function Ticks({ tick }: { readonly tick: Tick }) {
  const label = useWidget().words.value.ticks[tick];
  return <span class={`ticks ${tick}`} title={label}><Icon name={iconOf[tick]} /><span class="hidden">{label}</span></span>;
}
