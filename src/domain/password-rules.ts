const MIN_LENGTH = 10;
/** UTF-16 units; a cap, so that nobody makes us hash a novel. */
export const MAX_PASSWORD_LENGTH = 256;

/** Why a password may not be used, or null: at least 10 characters, at most 256, and not the login itself. */
export function passwordFlaw(password: string, login: string): 'too-short' | 'too-long' | 'is-login' | null {
  if (Array.from(password).length < MIN_LENGTH) return 'too-short';
  if (password.length > MAX_PASSWORD_LENGTH) return 'too-long';
  return password.trim().toLowerCase() === login.trim().toLowerCase() ? 'is-login' : null;
}
