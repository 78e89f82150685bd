import { ApiError } from '../api/client.ts';
import { usePreferences } from '../app/preferences.tsx';
import { codeOf } from '../app/toast.tsx';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

interface Attempt { readonly isError: boolean; reset(): void }

/** Somebody corrects what was complained about: the complaint goes. One that is on its way stays. */
export function forgetErrors(...attempts: readonly Attempt[]): void {
  for (const attempt of attempts) if (attempt.isError) attempt.reset();
}

/** The server's complaints, by field (`meta.fields`; `otherwise` for one that has no words of its own) and as a whole. */
export function useFormErrors(error: Error | null): { readonly of: (field: string, otherwise?: string) => string | undefined; readonly whole: string | null } {
  const { texts, errors } = usePreferences();
  if (error === null) return { of: () => undefined, whole: null };
  const fields = error instanceof ApiError && isRecord(error.meta['fields']) ? error.meta['fields'] : {};
  const flaws: Readonly<Record<string, string | undefined>> = texts.flaws;
  const of = (field: string, otherwise = errors['input.invalid']) => {
    const flaw = fields[field];
    return flaw === undefined ? undefined : ((typeof flaw === 'string' ? flaws[flaw] : undefined) ?? otherwise);
  };
  return { of, whole: Object.keys(fields).length > 0 ? null : errors[codeOf(error)] };
}
