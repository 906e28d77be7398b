// What a pure function said before, for texts that come again in every schedule. A text is found by
// a short part of it and then compared whole: hashing a line takes four times as long.

export interface Remembering<Input, Value> {
  compute(input: Input): Value;
  /** Part of the input; few inputs have the same. */
  key(input: Input): string;
  isSame(known: Input, input: Input): boolean;
}

/** Then all is forgotten and learned again: tens of megabytes, were every group full. */
const mostKeys = 20_000;
const mostOfAKey = 16;

interface Known<Input, Value> {
  readonly input: Input;
  readonly value: Value;
  /** What was asked for after it the last time. */
  next: Known<Input, Value> | null;
}

/**
 * Calls `compute` once for each input, as long as it is remembered; values are shared. Inputs come in
 * the order in which they came before (the lines of a session, read again), so what followed the last
 * one then is tried first.
 */
export function remembered<Input, Value>({
  compute,
  key,
  isSame,
}: Remembering<Input, Value>): (input: Input) => Value {
  const known = new Map<string, Known<Input, Value>[]>();
  let last: Known<Input, Value> | null = null;
  const find = (input: Input): Known<Input, Value> => {
    const name = key(input);
    const group = known.get(name);
    if (group) for (const one of group) if (isSame(one.input, input)) return one;
    const one = { input, value: compute(input), next: null };
    if (known.size >= mostKeys) {
      known.clear();
      // Else the chain would keep what is forgotten.
      last = null;
    }
    if (group && group.length < mostOfAKey) group.push(one);
    else known.set(name, [one]);
    return one;
  };
  return (input) => {
    const guess = last?.next;
    const one = guess && isSame(guess.input, input) ? guess : find(input);
    if (last) last.next = one;
    last = one;
    return one.value;
  };
}
