import type { CallbackQuery, Message, Update, User } from '@grammyjs/types';

/** What is asked of Telegram: it sends nothing else. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Somebody in their own chat with the bot. Its id is theirs. */
export interface Person {
  readonly id: string;
  readonly name: string | undefined;
  readonly locale: string | undefined;
}

/** What an update means here. `id`: the same for what is brought again, another for all else that the bot hears. */
export type Heard =
  | { readonly is: 'said'; readonly id: string; readonly from: Person; readonly text: string; readonly media: Media | null }
  /** A button under a message of ours: `query` waits for an answer. Null: nobody can tell any more which one. */
  | { readonly is: 'chose'; readonly id: string; readonly from: Person; readonly query: string; readonly text: string | null }
  | { readonly is: 'blocked' | 'unblocked'; readonly id: string; readonly from: Person; readonly at: number };

/** A file that was sent. What is said beside it is its caption; `text` of the message stands for all of it where the file cannot be had. */
export interface Media {
  readonly kind: 'image' | 'file' | 'voice';
  readonly file_id: string;
  readonly name: string;
  readonly type: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  readonly durationMs: number | undefined;
  readonly caption: string;
}

const MAX_NAME = 120;
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;

/** Before what has been changed since it was said: understood in every language. */
const EDITED = '✏️';

/** Null for what says nothing: groups and channels, which are no chats of a person, and what a chat does by itself. */
export function hear({ callback_query: pressed, edited_message: edited, message, my_chat_member: member, update_id: update }: Update): Heard | null {
  if (message !== undefined) return said(message, `${message.chat.id}:${message.message_id}`);
  // The same message may be changed twice within a second, which is all that its date tells.
  if (edited !== undefined) return said(edited, `${edited.chat.id}:${edited.message_id}:${update}`, `${EDITED} `);
  if (pressed !== undefined) return chose(pressed);
  if (member?.chat.type !== 'private') return null;
  const { status } = member.new_chat_member;
  if (status !== 'kicked' && status !== 'member') return null;
  return { is: status === 'kicked' ? 'blocked' : 'unblocked', id: `member:${update}`, from: personOf(member.from), at: member.date * 1_000 };
}

function said(message: Message, id: string, mark = ''): Heard | null {
  const { chat, from } = message;
  if (chat.type !== 'private' || from === undefined || from.is_bot) return null;
  const text = textOf(message);
  if (text === null) return null;
  const media = mediaOf(message);
  return { is: 'said', id, from: personOf(from), text: `${mark}${text}`, media: media && { ...media, caption: `${mark}${media.caption}`.trim() } };
}

function chose({ data, from, id: query, message }: CallbackQuery): Heard {
  const isOwn = message?.chat.type === 'private';
  return { is: 'chose', id: `choice:${query}`, query, from: personOf(from), text: isOwn && data !== undefined ? labelOf(message, data) ?? choiceIn(data) : null };
}

/** The words on the button. */
function labelOf(message: object, data: string): string | undefined {
  const { reply_markup: markup } = message as Partial<Message>;
  return markup?.inline_keyboard.flat().find((button) => 'callback_data' in button && button.callback_data === data)?.text;
}

const personOf = ({ first_name: first, id, language_code: locale, last_name: last, username }: User): Person => {
  const name = [first, last].filter((part) => part !== undefined).join(' ').trim().slice(0, MAX_NAME).toWellFormed() || username;
  return { id: String(id), name, locale: locale !== undefined && LOCALE.test(locale) ? locale : undefined };
};

/** Null where there is no file, or none that anybody could look at here. */
function mediaOf({ animation, audio, caption = '', document, photo, video, video_note: round, voice }: Message): Media | null {
  // The same picture in several sizes, the largest at the end.
  const picture = photo?.at(-1);
  if (picture !== undefined) return { kind: 'image', file_id: picture.file_id, name: 'photo.jpg', type: 'image/jpeg', size: picture.file_size, durationMs: undefined, caption };
  const recording = voice ?? audio;
  const film = video ?? round ?? animation;
  const file = recording ?? film ?? document;
  if (file === undefined) return null;
  const named = file as { readonly file_name?: string; readonly mime_type?: string }; // a round film has neither
  const usual = voice !== undefined ? 'voice.ogg' : recording !== undefined ? 'audio.mp3' : film !== undefined ? 'video.mp4' : 'file';
  return {
    kind: recording === undefined ? 'file' : 'voice', file_id: file.file_id, name: named.file_name ?? usual, type: named.mime_type ?? (round === undefined ? undefined : 'video/mp4'), size: file.file_size,
    durationMs: recording === undefined ? undefined : recording.duration * 1_000, caption,
  };
}

/** In words and signs that need no language; null for what nobody said, such as a pinned message. */
function textOf(message: Message): string | null {
  const { animation, audio, caption, contact, dice, document, location, photo, poll, sticker, text, venue, video, video_note: round, voice } = message;
  if (text !== undefined) return text;
  if (sticker !== undefined) return sticker.emoji ?? '🏷️';
  if (venue !== undefined) return `📍 ${venue.title}, ${venue.address} (${placeOf(venue.location)})`;
  if (location !== undefined) return `📍 ${placeOf(location)}`;
  if (contact !== undefined) return `👤 ${[contact.first_name, contact.last_name, contact.phone_number].filter((part) => part !== undefined).join(' ')}`;
  if (dice !== undefined) return `${dice.emoji} ${dice.value}`;
  if (poll !== undefined) return [`📊 ${poll.question}`, ...poll.options.map((option) => `- ${option.text}`)].join('\n');
  const sign = photo !== undefined ? '🖼️' : voice !== undefined || audio !== undefined ? '🎤' : video !== undefined || round !== undefined || animation !== undefined ? '🎬' : document !== undefined ? '📎' : null;
  return sign === null ? null : [sign, audio?.file_name ?? video?.file_name ?? document?.file_name, caption].filter((part) => part !== undefined).join(' ');
}

const placeOf = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string => `${latitude}, ${longitude}`;

/** Bytes of UTF-8 that a button may carry. */
const MAX_DATA = 64;

/** What a button carries: its words, so that they are known however old the message is; the number of those that are too long. */
export const dataOf = (choice: string, index: number): string => (!choice.startsWith('#') && Buffer.byteLength(choice) <= MAX_DATA ? choice : `#${index}`);

const choiceIn = (data: string): string | null => (data === '' || data.startsWith('#') ? null : data);
