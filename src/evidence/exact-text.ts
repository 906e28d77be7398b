// Bytes as text that a person can read and from which the very same bytes can be made again: a file
// may hold what is no UTF-8, such as a last line that was cut off inside a character.
import type { UndecodableBytes } from "./event.ts";

export interface ExactText {
  readonly text: string;
  /** Empty where all of it is text. */
  readonly undecodable: readonly UndecodableBytes[];
}

// A byte order mark is a part of the file like any other.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whole characters of UTF-8, a byte in the place of each code unit. */
const whole =
  /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g;

export function toExactText(bytes: Uint8Array): ExactText {
  try {
    return { text: strict.decode(bytes), undecodable: [] };
  } catch {
    return around(Buffer.from(bytes).toString("latin1"));
  }
}

function around(bytes: string): ExactText {
  const undecodable: UndecodableBytes[] = [];
  let text = "";
  let read = 0;
  const skipTo = (index: number) => {
    const hex = Buffer.from(bytes.slice(read, index), "latin1").toString("hex");
    if (hex !== "") undecodable.push({ at: text.length, hex });
  };
  for (const { 0: characters, index } of bytes.matchAll(whole)) {
    skipTo(index);
    text += strict.decode(Buffer.from(characters, "latin1"));
    read = index + characters.length;
  }
  skipTo(bytes.length);
  return { text, undecodable };
}

export function toExactBytes({ text, undecodable }: ExactText): Uint8Array {
  const pieces: Uint8Array[] = [];
  let read = 0;
  for (const { at, hex } of undecodable) {
    pieces.push(Buffer.from(text.slice(read, at)), Buffer.from(hex, "hex"));
    read = at;
  }
  return Buffer.concat([...pieces, Buffer.from(text.slice(read))]);
}
