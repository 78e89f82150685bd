import { useState } from 'react';
import type { DragEvent } from 'react';

interface FileDrop {
  /** Files are held over it. */
  readonly over: boolean;
  readonly onDragEnter: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Files that are dropped somewhere. `take` null: nobody takes any. */
export function useFileDrop(take: ((files: FileList) => void) | null): FileDrop {
  // Each child is entered before the one before is left.
  const [depth, setDepth] = useState(0);
  const counted = (step: number) => (event: DragEvent) => {
    if (take !== null && hasFiles(event)) setDepth((before) => Math.max(0, before + step));
  };
  return {
    over: depth > 0,
    onDragEnter: counted(1),
    onDragLeave: counted(-1),
    onDragOver: (event) => {
      if (take !== null && hasFiles(event)) event.preventDefault();
    },
    onDrop: (event) => {
      setDepth(0);
      if (take === null || !hasFiles(event)) return;
      event.preventDefault();
      take(event.dataTransfer.files);
    },
  };
}
