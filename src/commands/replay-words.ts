// What is printed of the counterexamples in an archive.
import type { Replays } from "../pack/counterexamples.ts";

/** Empty where there is none. */
export function replayWords(replays: Replays | null): string {
  if (replays === null || replays.replayed === 0) return "";
  const { replayed, shown } = replays;
  const what = replayed === 1 ? "counterexample" : "counterexamples";
  return `, ${replayed} ${what} run again (${shown} still ${shown === 1 ? "shows" : "show"})`;
}
