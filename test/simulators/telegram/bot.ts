import type { Answer, Errand, Got, Report, SentFile, Utterance } from '../simulator.ts';
import { bytesIn, FilesAtTelegram } from './files.ts';
import { FloodControl } from './flood.ts';
import { add, chatOf, now, People, userOf, type Button, type Message, type Person } from './people.ts';
import { bad, Refusal, tooMany } from './refusal.ts';
import { Updates, type Update } from './updates.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Said of a chat that is to break off: the sender learns nothing. */
export const SILENCE = Symbol('silence');

const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;
/** Bytes. */
const MAX_DATA = 64;
const MAX_PHOTO = 10 << 20;
const MAX_FILE = 50 << 20;
const TAKEN: Answer = { status: 200, body: '' };

/** One bot at Telegram: its methods with their rules, and the people who write to it. */
export class Bot {
  readonly #tell: (report: Report) => void;
  readonly #people = new People();
  readonly #updates = new Updates();
  readonly #flood = new FloodControl();
  readonly #files = new FilesAtTelegram();
  readonly #said = new Map<string, Update | undefined>();
  readonly #unanswered = new Set<string>();
  /** By the beginning of a method's name: answered instead of the next ones, each once; null for one that goes well. */
  readonly #failures = new Map<string, (Refusal | null)[]>();
  #queries = 0;

  constructor(tell: (report: Report) => void) {
    this.#tell = tell;
  }

  /** A method of the Bot API. Throws a {@link Refusal}. `gone`: whoever asked has hung up. */
  async answer(method: string, fields: Fields, gone: AbortSignal): Promise<unknown> {
    const [, failures] = [...this.#failures].find(([beginning]) => method.startsWith(beginning)) ?? [];
    const failure = failures?.shift();
    if (failure != null) throw failure;
    switch (method) {
      case 'getMe': return { id: 1, is_bot: true, first_name: 'Bot', username: 'the_bot' };
      case 'setWebhook': return this.#updates.setWebhook(fields);
      case 'deleteWebhook': return this.#updates.deleteWebhook();
      case 'getWebhookInfo': return { url: this.#updates.webhook, has_custom_certificate: false, pending_update_count: this.#updates.pending };
      case 'getUpdates': return this.#updates.getUpdates(fields, gone);
      case 'sendMessage': return this.#sendMessage(fields);
      case 'sendPhoto': return this.#sendFile(fields, 'photo', 'image', MAX_PHOTO);
      case 'sendVoice': return this.#sendFile(fields, 'voice', 'voice', MAX_FILE);
      case 'sendDocument': return this.#sendFile(fields, 'document', 'file', MAX_FILE);
      case 'getFile': return this.#files.get(fields['file_id']);
      case 'sendChatAction': return this.#sendChatAction(fields);
      case 'answerCallbackQuery':
        if (!this.#unanswered.delete(String(fields['callback_query_id']))) throw bad('query is too old and response timeout expired or query ID is invalid');
        return true;
      default: throw new Refusal(404, 'Not Found');
    }
  }

  /** What stands at a path that `getFile` has named. */
  file(path: string): Buffer | undefined {
    return this.#files.at(path);
  }

  #sendMessage({ chat_id: chat, reply_markup: markup, text }: Fields): unknown {
    const person = this.#reach(chat);
    const trimmed = typeof text === 'string' ? text.trim() : '';
    if (trimmed === '') throw bad('message text is empty');
    if (trimmed.length > MAX_TEXT) throw bad('message is too long');
    const buttons = buttonsIn(markup);
    return this.#send(person, { text: trimmed, ...(markup === undefined ? {} : { reply_markup: markup }) }, { text: trimmed, ...(buttons.length === 0 ? {} : { choices: buttons.map((button) => button.text) }) });
  }

  #sendFile(fields: Fields, part: string, kind: SentFile['kind'], most: number): unknown {
    const person = this.#reach(fields['chat_id']);
    const caption = typeof fields['caption'] === 'string' ? fields['caption'] : '';
    if (caption.length > MAX_CAPTION) throw bad('message caption is too long');
    const file = fields[part];
    if (!(file instanceof File)) throw bad(`there is no ${part} in the request`);
    if (file.size > most) throw new Refusal(413, 'Request Entity Too Large');
    return this.#send(person, { caption, [part]: {} }, { text: caption, file: { kind, name: file.name, type: file.type, base64: bytesIn.get(file) ?? '' } });
  }

  #send(person: Person, content: object, got: Pick<Got, 'choices' | 'file' | 'text'>): unknown {
    if (person.mood === 'busy') throw tooMany(1);
    this.#flood.check(person.id);
    const message = add(person, { from: { id: 1, is_bot: true, first_name: 'Bot' }, ...content });
    this.#tell({ got: { id: `${person.id}:${message.message_id}`, to: person.name, genuine: true, ...got } });
    return person.mood === 'lying' ? SILENCE : message;
  }

  #sendChatAction({ action, chat_id: chat }: Fields): true {
    const person = this.#reach(chat);
    if (action !== 'typing') throw bad('wrong parameter action in request');
    this.#tell({ typed: person.name });
    return true;
  }

  #reach(chat: unknown): Person {
    const person = this.#people.find(chat);
    if (person === undefined || person.mood === 'never') throw bad('chat not found');
    if (person.blocked || person.mood === 'closed') throw new Refusal(403, 'Forbidden: bot was blocked by the user');
    return person;
  }

  /** What a test has somebody do. */
  async run(errand: Errand): Promise<Answer | null> {
    if ('mood' in errand) this.#people.named(errand.person).mood = errand.mood;
    else if ('say' in errand) return this.#bring(this.#once(errand.say.id, () => this.#say(errand.say)), errand.say.origin);
    else if ('deed' in errand) return this.#do(errand.deed, Object(errand.with) as Fields);
    // Telegram tells no bot that somebody types.
    return null;
  }

  async #do(deed: string, fields: Fields): Promise<Answer | null> {
    const person = (): Person => this.#people.named(String(fields['person']));
    const origin = typeof fields['origin'] === 'string' ? fields['origin'] : undefined;
    switch (deed) {
      case 'state': return { status: 200, body: JSON.stringify({ webhook: this.#updates.webhook, pending: this.#updates.pending, polls: this.#updates.polls, conflicts: this.#updates.conflicts, flooded: this.#flood.refused, unanswered: this.#unanswered.size }) };
      case 'fail':
        this.#fail(typeof fields['method'] === 'string' ? fields['method'] : 'send', typeof fields['code'] === 'number' ? new Refusal(fields['code'], String(fields['description']), fields['retryAfter'] as number | undefined) : null);
        return null;
      case 'write': return this.#bring(this.#say({ person: person().name, text: String(fields['text']) }), origin);
      case 'post': return this.#bring(this.#updates.make('message', add(person(), { from: userOf(person()), ...Object(fields['content']) as object })), origin);
      case 'edit': {
        const last = person().messages.findLast(({ text }) => text === fields['from']);
        return this.#bring(this.#updates.make('edited_message', { ...last, edit_date: now(), text: fields['text'] }), origin);
      }
      case 'block':
      case 'unblock': {
        const [from, to] = deed === 'block' ? ['member', 'kicked'] : ['kicked', 'member'];
        person().blocked = deed === 'block';
        const bot = { id: 1, is_bot: true, first_name: 'Bot' };
        return this.#bring(this.#updates.make('my_chat_member', { chat: chatOf(person()), from: userOf(person()), date: now(), old_chat_member: { status: from, user: bot }, new_chat_member: { status: to, user: bot } }), origin);
      }
      default: throw new Error(`nobody knows how to ${deed}`);
    }
  }

  #fail(method: string, refusal: Refusal | null): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), refusal]);
  }

  /** Brought again it is the same update. */
  #once(id: string, make: () => Update | undefined): Update | undefined {
    if (!this.#said.has(id)) this.#said.set(id, make());
    return this.#said.get(id);
  }

  #say({ as, file, person: name, text }: Pick<Utterance, 'as' | 'file' | 'person' | 'text'>): Update | undefined {
    const person = this.#people.named(name);
    if (file !== undefined) return this.#updates.make('message', add(person, { from: userOf(person), ...(text === '' ? {} : { caption: text }), ...this.#files.put(file) }));
    if (as !== 'choice') return this.#updates.make('message', add(person, { from: userOf(person), text }));
    const message = person.messages.findLast(({ reply_markup: markup }) => buttonsIn(markup).some((button) => button.text === text));
    const data = buttonsIn(message?.reply_markup).find((button) => button.text === text)?.callback_data;
    if (data === undefined) throw new Error(`${name} sees no button ${text}`);
    const id = String(4_382_000_000_000_000n + BigInt(++this.#queries));
    this.#unanswered.add(id);
    return this.#updates.make('callback_query', { id, from: userOf(person), message, chat_instance: '1', data });
  }

  /** To this node once, or by itself until it is taken. */
  async #bring(update: Update | undefined, origin: string | undefined): Promise<Answer> {
    if (update === undefined) return TAKEN;
    if (origin !== undefined) return this.#updates.bring(update, origin);
    this.#updates.queue(update);
    return TAKEN;
  }
}

function buttonsIn(markup: unknown): readonly Button[] {
  const { inline_keyboard: rows = [] } = Object(markup) as Partial<NonNullable<Message['reply_markup']>>;
  const buttons = rows.flat();
  for (const { callback_data: data, text } of buttons) {
    if (typeof text !== 'string' || text === '') throw bad('inline keyboard button text is empty');
    if (data !== undefined && (data === '' || Buffer.byteLength(data) > MAX_DATA)) throw bad('BUTTON_DATA_INVALID');
  }
  return buttons;
}
