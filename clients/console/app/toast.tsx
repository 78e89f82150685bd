import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { RefusedError } from '#sdk/index.ts';
import { isErrorCode } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';
import { ApiError } from '../api/client.ts';
import { usePreferences } from './preferences.tsx';
import classes from './toast.module.css';

/** A code for any failure; what is not ours is `internal`. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof ApiError || error instanceof RefusedError) return error.code;
  return error instanceof Error && isErrorCode(error.message) ? error.message : 'internal';
}

export interface Toast {
  /** Names it, to be withdrawn when it is no longer true. */
  readonly id?: string;
  readonly text: string;
  readonly detail?: string;
  /** Default `calm`. */
  readonly tone?: 'calm' | 'danger';
  readonly action?: { readonly label: string; readonly run: () => void };
}

function show({ text, detail, action, id = crypto.randomUUID() }: Toast, { tone, close }: { readonly tone: 'calm' | 'danger'; readonly close: string }): void {
  notifications.show({
    id,
    withBorder: true,
    closeButtonProps: { 'aria-label': close },
    classNames: { root: classes.root ?? '', icon: classes.icon ?? '' },
    'data-tone': tone,
    autoClose: action === undefined ? 4_000 : 8_000,
    message: (
      <div className={classes.row}>
        <div className={classes.words}>
          <div className={classes.text}>{text}</div>
          {detail === undefined ? null : <div className={classes.detail}>{detail}</div>}
        </div>
        {action === undefined ? null : (
          <button type="button" className={classes.action} onClick={() => { notifications.hide(id); action.run(); }}>{action.label}</button>
        )}
      </div>
    ),
  });
}

/** Short words about what happened, with the next step where there is one. */
export function useToast() {
  const { texts, errors } = usePreferences();
  return useMemo(() => ({
    tell: (toast: Toast) => show(toast, { tone: toast.tone ?? 'calm', close: texts.common.close }),
    withdraw: (id: string) => void notifications.hide(id),
    fail: (error: unknown) => show({ text: texts.common.somethingWrong, detail: errors[codeOf(error)] }, { tone: 'danger', close: texts.common.close }),
  }), [texts, errors]);
}
