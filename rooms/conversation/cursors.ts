import { isVisitorId } from '#domain/participant.ts';
import type { Receipt } from '#wire/protocol.ts';
import type { ReceiptWrite } from '#store/journal-entry.ts';

/** Who has received and read how far, in public positions. Cursors, not events: they only ever grow and may be lost for a second. */
export class Cursors {
  readonly #cursors = new Map<string, { delivered: number; read: number }>();
  readonly #unsaved = new Set<string>();

  constructor(stored: Iterable<{ readonly participant: string; readonly deliveredSeq: number; readonly readSeq: number }> = []) {
    for (const { participant, deliveredSeq, readSeq } of stored) this.#cursors.set(participant, { delivered: deliveredSeq, read: readSeq });
  }

  /** The cursor as it stands now when this moved it, else null. Nobody has read what is not there: `end` bounds both. */
  move(participant: string, delivered: number, read: number, end: number): Receipt | null {
    const before = this.#cursors.get(participant) ?? { delivered: 0, read: 0 };
    const readNow = Math.max(before.read, Math.min(read, end));
    const deliveredNow = Math.max(before.delivered, Math.min(delivered, end), readNow);
    if (readNow === before.read && deliveredNow === before.delivered) return null;
    this.#cursors.set(participant, { delivered: deliveredNow, read: readNow });
    this.#unsaved.add(participant);
    return { participant, delivered: deliveredNow, read: readNow };
  }

  /** How far any agent has read. */
  get readByStaff(): number {
    let furthest = 0;
    for (const [participant, { read }] of this.#cursors) if (!isVisitorId(participant)) furthest = Math.max(furthest, read);
    return furthest;
  }

  get all(): Receipt[] {
    return [...this.#cursors].map(([participant, cursor]) => ({ participant, ...cursor }));
  }

  get dirty(): boolean {
    return this.#unsaved.size > 0;
  }

  /** What is not stored yet; it counts as stored from here on. */
  takeUnsaved(): ReceiptWrite[] {
    const writes = [...this.#unsaved].map((participant) => {
      const { delivered, read } = this.#cursors.get(participant) ?? { delivered: 0, read: 0 };
      return { participant, deliveredSeq: delivered, readSeq: read };
    });
    this.#unsaved.clear();
    return writes;
  }
}
