// Words broken into lines of a width. Pure; a word longer than the width gets a line of its own.

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
