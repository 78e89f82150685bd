import { Button, FileButton } from '@mantine/core';
import { useRef } from 'react';
import type { Plugin } from '#wire/api.ts';
import { MAX_PACKAGE_BYTES } from '#wire/api.ts';
import { useUploadPlugin } from '../../api/queries.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import listClasses from './list.module.css';
import { PluginRefusal } from './plugin-refusal.tsx';
import classes from './plugins.module.css';

interface PluginUploadProps {
  /** It is on the shelf now, and nothing more. */
  readonly onUploaded: (plugin: Plugin) => void;
}

export function PluginUpload({ onUploaded }: PluginUploadProps) {
  const { texts: { plugins: words }, errors } = usePreferences();
  const upload = useUploadPlugin();
  const reset = useRef<() => void>(null);
  const take = (file: File | null) => {
    if (file === null) return;
    upload.mutate(file, {
      onSuccess: onUploaded,
      // The same file may be chosen again once it is mended.
      onSettled: () => reset.current?.(),
    });
  };
  const flaw = upload.error === null ? null : upload.variables.size > MAX_PACKAGE_BYTES ? words.uploadTooLarge : errors[codeOf(upload.error)];
  return (
    <>
      <div className={listClasses.top} data-beside>
        <FileButton accept=".tgz,application/gzip" onChange={take} resetRef={reset} inputProps={{ 'aria-label': words.upload }}>
          {(props) => <Button {...props} variant="default" loading={upload.isPending} leftSection={<Icon name="plus" size={16} />}>{words.upload}</Button>}
        </FileButton>
      </div>
      {flaw === null ? null : <div className={classes.refused}><PluginRefusal text={flaw} error={upload.error} /></div>}
    </>
  );
}
