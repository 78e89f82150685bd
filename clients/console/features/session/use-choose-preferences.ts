import { useCallback } from 'react';
import type { ProfilePatch } from '#wire/api.ts';
import { useUpdateProfile } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import type { Preferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';

/** Changes language or colours at once, here and on the account. */
export function useChoosePreferences(): Preferences['choose'] {
  const { choose } = usePreferences();
  const { mutate } = useUpdateProfile();
  const { fail } = useToast();
  return useCallback((choice) => {
    choose(choice);
    mutate(choice satisfies ProfilePatch, { onError: fail });
  }, [choose, mutate, fail]);
}
