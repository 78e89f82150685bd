import { EmptyState } from './empty-state.tsx';
import { usePreferences } from './preferences.tsx';
import { codeOf } from './toast.tsx';

/** What stands where something could not be read: why, and a way to try again. */
export function NotLoaded({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  const { texts: { common }, errors } = usePreferences();
  return <EmptyState icon="alert" title={common.notLoaded} lead={errors[codeOf(error)]} action={{ label: common.retry, run: () => void retry() }} />;
}
