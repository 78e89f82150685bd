import { Menu } from '@mantine/core';
import { KINDS } from './flow.ts';
import type { Kind } from './flow.ts';
import { Glyph } from './glyph.tsx';
import type { Point } from './graph.ts';
import { useWords } from './texts/use-texts.ts';

/** A way that was drawn to nowhere. */
export interface Dropped {
  /** In the window. */
  readonly screen: Point;
  /** On the canvas. */
  readonly at: Point;
  readonly from: { readonly node: string; readonly port: string };
}

interface QuickAddProps {
  readonly dropped: Dropped | null;
  readonly onChoose: (kind: Kind) => void;
  readonly onClose: () => void;
}

/** Which step there shall be where a way was dropped. */
export function QuickAdd({ dropped, onChoose, onClose }: QuickAddProps) {
  const { kinds } = useWords();
  return dropped === null ? null : (
    <Menu opened onClose={onClose} position="bottom-start" width={180} offset={0}>
      <Menu.Target><span style={{ position: 'fixed', left: dropped.screen.x, top: dropped.screen.y }} /></Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => <Menu.Item key={kind} leftSection={<Glyph name={kind} size={16} />} onClick={() => onChoose(kind)}>{kinds[kind]}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
