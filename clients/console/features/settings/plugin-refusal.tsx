import { ApiError } from '../../api/client.ts';
import { FormError } from '../../app/form-error.tsx';

/** Codes whose `meta.reason` is for who reads them: what the plugin said, or what is wrong with its package. */
const TELLING: ReadonlySet<string> = new Set(['plugin.failed', 'plugin.crashed', 'plugin.unlimited', 'package.invalid']);

/** What a plugin itself says about a step that it could not do; null where it says nothing. */
export function reasonOf(error: Error | null): string | null {
  const reason = error instanceof ApiError && TELLING.has(error.code) ? error.meta['reason'] : null;
  return typeof reason === 'string' && reason !== '' ? reason : null;
}

/** Why a plugin's form was not taken, in our words and in its own. */
export function PluginRefusal({ text, error }: { readonly text: string | null; readonly error: Error | null }) {
  const reason = reasonOf(error);
  return <FormError text={text !== null && reason !== null ? `${text} (${reason})` : text} />;
}
