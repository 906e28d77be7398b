// Which effects cannot matter to anybody else: the partial-order reduction. An effect is quiet where it
// only reads what nobody changes while dispatchers run, or changes nothing at all, and nothing of it is
// recorded. It may as well happen right after the effect before it, so nobody is let in before it.
import type { Watched } from "./decisions.ts";

const looks = /^(?:read|inspect|list|make-directory) /;
const nothing = /^(?:close|sync) /;

/** What nobody changes; that is checked in each schedule, for a lane may be wrong. */
const unchanged = /^\/cell\/(?:records(?:\/.*)?|work|locks)$/;

export function isQuiet({ steps }: Pick<Watched, "steps">, number: number): boolean {
  const step = steps[number];
  if (!step || step.isSeen || !step.actor.startsWith("dispatcher")) return false;
  const { label } = step;
  return nothing.test(label) || (looks.test(label) && unchanged.test(pathOf(label)));
}

const pathOf = (label: string) => label.slice(label.indexOf(" ") + 1);

/** A path that was changed though the reduction takes it as unchanged; null where there is none. */
export function disturbance({ changed }: Pick<Watched, "changed">): string | null {
  for (const path of changed) if (unchanged.test(path)) return path;
  return null;
}
