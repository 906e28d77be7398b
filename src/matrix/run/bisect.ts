// Finds the first of an ordered list of versions that fails, in about log2 of their number of runs. It trusts that
// once a version fails, all later ones do. Each version is tried at most once.
import type { CellVerdict } from "../../invariants/judge.ts";

/** How a version came out; null where nothing could be run with it. */
export type Tried = CellVerdict | null;

export type Bisected =
  /** `before` passed, and is the last that did; null where the very first version fails. */
  | { readonly kind: "found"; readonly first: number; readonly before: number | null }
  /** The last version passes: then none is to blame. */
  | { readonly kind: "none-fails" }
  /** Those between nobody could tell; `first` is the first that is known to fail, null for none. */
  | { readonly kind: "undecided"; readonly before: number | null; readonly first: number | null };

/** `count` is at least 1; `attempt` is given the place of a version, from 0. */
export async function bisect(
  count: number,
  attempt: (index: number) => Promise<Tried>,
): Promise<Bisected> {
  const last = await attempt(count - 1);
  if (last === "pass") return { kind: "none-fails" };
  if (last !== "fail") return { kind: "undecided", before: null, first: null };
  let before = -1;
  let first = count - 1;
  const untold = new Set<number>();
  for (;;) {
    const next = nearestToMiddle(before, first, untold);
    if (next === null) break;
    const tried = await attempt(next);
    if (tried === "pass") before = next;
    else if (tried === "fail") first = next;
    else untold.add(next);
  }
  const passed = before < 0 ? null : before;
  return first - before > 1
    ? { kind: "undecided", before: passed, first }
    : { kind: "found", first, before: passed };
}

/** Strictly between the two, of those that may tell something; null for none. */
function nearestToMiddle(
  before: number,
  first: number,
  untold: ReadonlySet<number>,
): number | null {
  const middle = Math.floor((before + first) / 2);
  const between = Array.from({ length: first - before - 1 }, (_, index) => before + 1 + index);
  const open = between.filter((index) => !untold.has(index));
  const distance = (index: number) => Math.abs(index - middle);
  return open.reduce<number | null>(
    (best, index) => (best === null || distance(index) < distance(best) ? index : best),
    null,
  );
}
