// An order of effects, drawn as one number and spread into a list, so that drawing stays cheap. It
// shrinks to fewer picks and to smaller ones: towards "whoever was ready first".
import fc from "fast-check";

const most = 128;

/** How likely a pick is not simply the first: from one preemption in a run to full disorder. */
const disorders = [0, 1 / 24, 1 / 6, 1] as const;

export function picks(): fc.Arbitrary<readonly number[]> {
  return new PicksArbitrary();
}

class PicksArbitrary extends fc.Arbitrary<readonly number[]> {
  override generate(random: fc.Random): fc.Value<readonly number[]> {
    const disorder = disorders[random.nextInt(0, disorders.length - 1)] as number;
    return new fc.Value(spread(random.nextInt(1, 0x7fffffff), disorder), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is readonly number[] {
    return Array.isArray(value) && value.every((pick) => Number.isInteger(pick));
  }

  override shrink(value: readonly number[]): fc.Stream<fc.Value<readonly number[]>> {
    return fc.stream(smaller(value)).map((picked) => new fc.Value(picked, undefined));
  }
}

function spread(seed: number, disorder: number): readonly number[] {
  if (disorder === 0) return [];
  const picked: number[] = [];
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  for (let index = 0; index < most; index++) {
    picked.push(next() < disorder ? Math.floor(next() * 8) : 0);
  }
  return trimmed(picked);
}

/** Zeros at the end say nothing: whoever was ready first comes first anyway. */
function trimmed(picked: readonly number[]): readonly number[] {
  return picked.slice(0, picked.findLastIndex((pick) => pick !== 0) + 1);
}

/** Ever finer: all, halves, quarters … put back into order; then single picks made smaller. */
function* smaller(picked: readonly number[]): IterableIterator<readonly number[]> {
  if (picked.length === 0) return;
  for (let size = picked.length; size >= 1; size = Math.floor(size / 2)) {
    for (let end = picked.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      if (picked.slice(start, end).every((pick) => pick === 0)) continue;
      yield trimmed(picked.map((pick, index) => (index >= start && index < end ? 0 : pick)));
    }
  }
  for (let index = 0; index < picked.length; index++) {
    if (picked[index] === 0) yield picked.toSpliced(index, 1);
  }
  for (const [index, pick] of picked.entries()) {
    if (pick > 1) yield picked.with(index, pick - 1);
  }
}
