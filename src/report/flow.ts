// Words broken into lines of a width. Pure; a word longer than the width gets a line of its own.
import { sequences } from "../world/printable.ts";

/** Words joined into lines of at most `width`. */
export function flow(words: readonly string[], joint: string, width: number): string[] {
  const lines: string[] = [];
  // A line that is broken keeps the joint's mark, so it needs room for that too.
  const mark = joint.trimEnd().length;
  for (const [index, word] of words.entries()) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last}${joint}${word}`;
    if (last !== undefined && longer.length + (index < words.length - 1 ? mark : 0) <= width)
      lines[lines.length - 1] = longer;
    else {
      if (last !== undefined) lines[lines.length - 1] = `${last}${joint}`.trimEnd();
      lines.push(word);
    }
  }
  return lines;
}

/**
 * A line that somebody says to a terminal, broken between its words; what follows the first line is indented. What
 * stands in it for colours takes no room.
 */
export function brokenBetweenWords(line: string, width: number): string {
  const lines: string[] = [];
  let room = 0;
  for (const word of line.split(" ")) {
    const length = word.replace(sequences, "").length;
    if (lines.length > 0 && length + 1 <= room) {
      lines[lines.length - 1] += ` ${word}`;
      room -= length + 1;
      continue;
    }
    const begun = lines.length === 0 ? word : `${indent}${word}`;
    room = width - length - (lines.length === 0 ? 0 : indent.length);
    lines.push(begun);
  }
  return lines.join("\n");
}

const indent = "  ";
