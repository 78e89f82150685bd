import { memo } from 'react';
import { piecesOf } from './links.ts';

/** Words as they were written. Links are the only thing that becomes more than text. */
export const MessageText = memo(function MessageText({ text }: { readonly text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, index) => piece.href === undefined
        ? piece.text
        // Pieces of one text never change places.
        // oxlint-disable-next-line react/no-array-index-key
        : <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">{piece.text}</a>)}
    </>
  );
});
