/** Public positions of the visitor's messages that no agent has read; enough for a badge. */
export class Unread {
  static readonly max = 99;
  #positions: number[] = [];

  add(publicSeq: number): void {
    this.#positions.push(publicSeq);
    if (this.#positions.length > Unread.max) this.#positions.shift();
  }

  readTo(publicSeq: number): boolean {
    const before = this.#positions.length;
    this.#positions = this.#positions.filter((position) => position > publicSeq);
    return this.#positions.length !== before;
  }

  get count(): number {
    return this.#positions.length;
  }
}
