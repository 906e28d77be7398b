// Owns a terminal while a run is watched: what is printed scrolls by above, and a frame stands below it and is
// drawn anew in its place. The cursor is never hidden and rests at the start of the line below the frame, so that
// the terminal is clean whenever the process ends, however it does.
import { fitted } from "../report/live/label.ts";
import { sequences } from "../world/printable.ts";
import type { Output } from "./command.ts";

export interface Screen {
  /** Whole lines, above the frame. */
  print(text: string): void;
  /** Lines shorter than the terminal is wide, without a line break. */
  draw(frame: readonly string[]): void;
  /** Takes the frame away. */
  clear(): void;
  /** Something else has moved the cursor: what stands above it now is left alone. */
  forget(): void;
}

/** For a terminal that does not say how wide it is. */
const usualColumns = 80;

/** A line in the place of the one before it, cut: of one that the terminal broke the first part would stay. */
export const inPlace = (line: string, columns: number | null): string =>
  `\r\u001b[K${fitted(line, (columns || usualColumns) - 1)}`;

export function openScreen(output: Pick<Output, "write" | "columns">): Screen {
  let drawn: readonly number[] = [];
  /** A terminal that became narrower has broken the lines that are now too wide for it. */
  const toTop = () => {
    const columns = output.columns || Number.POSITIVE_INFINITY;
    const height = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return height === 0 ? "\r" : `\r\u001b[${height}A`;
  };
  const clear = () => {
    if (drawn.length > 0) output.write(`${toTop()}\u001b[J`);
    drawn = [];
  };
  return {
    print(text) {
      clear();
      output.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    draw(frame) {
      // Over the old one, and not after it is cleared: nothing flickers.
      const top = drawn.length === 0 ? "" : toTop();
      const lines = frame.map((line) => `${line}\u001b[K\n`);
      output.write(`${top}${lines.join("")}\u001b[J`);
      drawn = frame.map((line) => line.replace(sequences, "").length);
    },
    clear,
    forget() {
      drawn = [];
    },
  };
}
