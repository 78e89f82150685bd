import type { Mood } from '../simulator.ts';

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
}

export interface Message {
  readonly message_id: number;
  readonly text?: string;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly Button[])[] };
  readonly [part: string]: unknown;
}

/** Somebody with Telegram on their phone, and their chat with the bot. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly messages: Message[];
  mood: Mood;
  blocked: boolean;
}

const FIRST_ID = 7_000_000_001;

/** Everybody who has written to the bot: it can write to nobody else. */
export class People {
  readonly #byName = new Map<string, Person>();
  readonly #byId = new Map<number, Person>();

  named(name: string): Person {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const person: Person = { id: FIRST_ID + this.#byName.size, name, messages: [], mood: 'fine', blocked: false };
    this.#byName.set(name, person);
    this.#byId.set(person.id, person);
    return person;
  }

  find(id: unknown): Person | undefined {
    return this.#byId.get(Number(id));
  }
}

export const userOf = ({ id, name }: Person): object => ({ id, is_bot: false, first_name: 'Name of', last_name: name, language_code: 'en' });
export const chatOf = ({ id, name }: Person): object => ({ id, type: 'private', first_name: 'Name of', last_name: name });
export const now = (): number => Math.floor(Date.now() / 1_000);

/** A message in their chat: numbered, and kept. */
export function add(person: Person, content: object): Message {
  const message: Message = { message_id: person.messages.length + 1, date: now(), chat: chatOf(person), ...content };
  person.messages.push(message);
  return message;
}
