import { ActionIcon, Tooltip } from '@mantine/core';
import { useRef } from 'react';
import type { Attachments } from '#sdk/attachments.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';

export function AttachButton({ attachments, onChosen }: { readonly attachments: Attachments; readonly onChosen: () => void }) {
  const { composer } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input} type="file" multiple hidden tabIndex={-1} aria-hidden="true"
        onChange={({ currentTarget }) => {
          attachments.add(currentTarget.files ?? []);
          // The same file may be chosen again.
          currentTarget.value = '';
          onChosen();
        }}
      />
      <Tooltip label={composer.attach}>
        <ActionIcon size={30} variant="subtle" color="gray" aria-label={composer.attach} onClick={() => input.current?.click()}><Icon name="attach" /></ActionIcon>
      </Tooltip>
    </>
  );
}
