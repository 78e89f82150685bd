import { createSigner } from './signed.ts';

/** Who a visitor is on one channel account. `contact` is the id that the widget itself presents: see intake.ts. */
export interface VisitorToken {
  readonly contact: string;
  readonly channelAccount: string;
  /** ms since the epoch. */
  readonly iat: number;
}

/** Signs and reads the token by which a browser is known again. It does not expire: it opens one visitor's own chats only. */
export interface VisitorTokens {
  issue(contact: string, channelAccount: string): string;
  /** The contact, or null when the token is forged or belongs to another channel account. */
  contactOf(text: string, channelAccount: string): string | null;
}

export interface VisitorTokensOptions {
  readonly secret: string;
  readonly now: () => number;
}

export function createVisitorTokens({ secret, now }: VisitorTokensOptions): VisitorTokens {
  const signer = createSigner<VisitorToken>(secret);
  return {
    issue: (contact, channelAccount) => signer.sign({ contact, channelAccount, iat: now() }),
    contactOf(text, channelAccount) {
      const token = signer.open(text);
      return token?.channelAccount === channelAccount ? token.contact : null;
    },
  };
}
