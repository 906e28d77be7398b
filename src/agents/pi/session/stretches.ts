// A long context cut into stretches that can be judged one after the other, so that the memory it
// takes does not grow with its length: only where a turn ends and no call is open.
import type { Told } from "./context.ts";

/** Messages that a stretch has before it may end. */
const least = 2_000;

export class Stretches {
  readonly #judge: (stretch: readonly Told[]) => void;
  #stretch: Told[] = [];

  /** A stretch is handed over as soon as the next one begins, and not held any longer. */
  constructor(judge: (stretch: readonly Told[]) => void) {
    this.#judge = judge;
  }

  add(told: Told): void {
    if (this.#stretch.length >= least && beginsTurn(this.#stretch.at(-1), told)) this.end();
    this.#stretch.push(told);
  }

  /** Hands over what is left; a context of nothing is one stretch. */
  end(): void {
    this.#judge(this.#stretch);
    this.#stretch = [];
  }
}

function beginsTurn(before: Told | undefined, at: Told | undefined): boolean {
  const ended = before?.message.role === "assistant";
  const open = before?.message.blocks.some(({ kind }) => kind === "call") ?? false;
  return ended && !open && at?.message.role === "user";
}
