// A line too long to be held whole, made short while it is read: what lies deep in it and long texts
// are left out, and what is left is the same JSON without them. It needs no memory for what it drops.

/** A text longer than this becomes an empty one, in bytes; no name, model or directory is. */
const longestText = 64 * 1024;
/** What is deeper than a message's own fields is left out: its content, details, usage. */
const deepest = 2;
/** A line that stays longer than this says nothing that is looked for, in bytes. */
const longestRest = 1024 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const isOpening = (byte: number) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number) => byte === 0x7d || byte === 0x5d;

export interface LongLine {
  push(bytes: Uint8Array): void;
  /** What is left of the line, as bytes; empty where even that is too long. */
  end(): Uint8Array;
}

export function createLongLine(): LongLine {
  const rest: number[] = [];
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  /** Where the current text begins in what is left; negative once it is dropped or too deep. */
  let textFrom = -1;
  let isTooLong = false;

  const keep = (byte: number) => {
    if (rest.length < longestRest) rest.push(byte);
    else isTooLong = true;
  };
  const inText = (byte: number) => {
    if (isEscaped) isEscaped = false;
    else if (byte === backslash) isEscaped = true;
    else if (byte === quote) {
      isText = false;
      if (depth <= deepest) keep(quote);
      return;
    }
    if (textFrom < 0) return;
    keep(byte);
    if (rest.length - textFrom <= longestText) return;
    rest.length = textFrom;
    textFrom = -1;
  };
  const outside = (byte: number) => {
    if (byte === quote) {
      isText = true;
      if (depth <= deepest) keep(quote);
      textFrom = depth <= deepest ? rest.length : -1;
    } else if (isOpening(byte)) {
      if (depth <= deepest) keep(byte);
      depth += 1;
    } else if (isClosing(byte)) {
      depth -= 1;
      if (depth <= deepest) keep(byte);
    } else if (depth <= deepest) keep(byte);
  };
  return {
    push(bytes) {
      if (isTooLong) return;
      for (const byte of bytes) {
        if (isText) inText(byte);
        else outside(byte);
      }
    },
    end: () => Uint8Array.from(isTooLong ? [] : rest),
  };
}
