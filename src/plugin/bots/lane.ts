/** One bot in one chat: one turn after the other, each with what the one before remembered. */
export class Lane {
  /** What its last turn left, which the log has as well. */
  turn = 0;
  memory = '';
  #last: Promise<void> | undefined;

  run(turn: () => Promise<void> | undefined): Promise<void> | undefined {
    const running = this.#last === undefined ? turn() : this.#last.then(turn);
    const settled = running?.catch(() => {}).finally(() => {
      if (this.#last === settled) this.#last = undefined;
    });
    this.#last = settled ?? this.#last;
    return running;
  }

  keep(turn: number, memory: string): void {
    this.turn = turn;
    this.memory = memory;
  }
}
