// The order of effects as a list of numbers: which of the ready ones comes next, counted round.
import type { Choices } from "./scheduler.ts";

/** After the last pick the first that became ready comes first. */
export function listChoices(picks: readonly number[]): Choices {
  let index = 0;
  return {
    pick: (count) => (index < picks.length ? (picks[index++] as number) % count : 0),
  };
}
