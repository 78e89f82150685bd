import type { OutgoingTyping } from './channel.ts';

type Tell = (typing: OutgoingTyping) => void;

/** Channels of this node that show their people that somebody types. Lossy. */
export class ChannelTyping {
  readonly #tells = new Map<string, Tell>();

  /** From now on instead of what was there before. Returns how to end it. */
  open(plugin: string, tell: Tell): () => void {
    this.#tells.set(plugin, tell);
    return () => {
      if (this.#tells.get(plugin) === tell) this.#tells.delete(plugin);
    };
  }

  /** Whether anybody would be told. */
  isShown(plugin: string): boolean {
    return this.#tells.has(plugin);
  }

  tell(plugin: string, typing: OutgoingTyping): void {
    this.#tells.get(plugin)?.(typing);
  }
}
