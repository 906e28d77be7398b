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

/** Calls `compute` once for each input, as long as it is remembered; values are shared. */
export function remembered<Input, Value>({
  compute,
  key,
  isSame,
}: Remembering<Input, Value>): (input: Input) => Value {
  const known = new Map<string, { readonly input: Input; readonly value: Value }[]>();
  return (input) => {
    const name = key(input);
    const group = known.get(name);
    if (group) for (const one of group) if (isSame(one.input, input)) return one.value;
    const one = { input, value: compute(input) };
    if (known.size >= mostKeys) known.clear();
    if (group && group.length < mostOfAKey) group.push(one);
    else known.set(name, [one]);
    return one.value;
  };
}
