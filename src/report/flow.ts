// Words broken into lines of a width. Pure; a word longer than the width gets a line of its own.

/** Words joined into lines of at most `width`. */
export function flow(words: readonly string[], joint: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last}${joint}${word}`;
    if (last !== undefined && longer.length <= width) lines[lines.length - 1] = longer;
    else {
      if (last !== undefined) lines[lines.length - 1] = `${last}${joint}`.trimEnd();
      lines.push(word);
    }
  }
  return lines;
}
