// What a child says of itself, on standard error and nowhere else.
import { writeSync } from "node:fs";

/** Straight to the descriptor: a reader that is gone must not raise an error event. */
export function note(text: string): void {
  try {
    writeSync(2, `resume-matrix: ${text}\n`);
  } catch {
    // Nobody reads it.
  }
}
