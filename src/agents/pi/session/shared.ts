// What very many lines of a session say alike, kept once: names, and blocks that differ in nothing.

interface Alike {
  readonly kind: string;
  readonly bytes: number;
  readonly said: string;
  readonly id?: string;
  readonly signature?: string;
  readonly redacted?: true;
  readonly mimeType?: string;
}

/** No session has more of them; what comes after is kept as it is. */
const mostKept = 20_000;

const names = new Map<string, string>();
const blocks = new Map<string, Alike>();

/** The same text, and for the same text always the same one. */
export const shared = (text: string): string => once(names, text, text);

/** A block of a size and a kind; one with an id or a signature is its own. */
export function sharedBlock<Block extends Alike>(block: Block): Block {
  const { kind, bytes, said, id, signature, mimeType } = block;
  if (id !== undefined || signature !== undefined || block.redacted) return block;
  // A key of all that such a block holds: what is found there is of the same type.
  return once(blocks, `${kind} ${bytes} ${said} ${mimeType ?? ""}`, block) as Block;
}

function once<Value>(kept: Map<string, Value>, key: string, value: Value): Value {
  const first = kept.get(key);
  if (first !== undefined) return first;
  if (kept.size < mostKept) kept.set(key, value);
  return value;
}
