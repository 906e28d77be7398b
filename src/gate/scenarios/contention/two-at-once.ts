// Two dispatches of one lane at the same time. Under the lock the second is turned away; without
// one both report success, and the transcript forks.
import { race, replyToBothAtOnce } from "../../racing.ts";
import { observeResumed } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";

export const twoAtOnce = defineScenario({
  name: "two-at-once",
  summary:
    "two dispatchers of one lane at once: with a lock one resumes and one is refused; without, the transcript forks (a hazard, shown)",
  faults: [],
  covers: ["reject:target-locked"],
  expect: ({ locking }) =>
    locking
      ? {
          kind: "resumed",
          others: [
            { reason: "target-locked", observedLiveness: null },
            // Whoever comes only after the lock was released finds the other's resident.
            { reason: "owned-live-no-autosend", observedLiveness: "live" },
          ],
        }
      : { kind: "hazard", shows: "single-writer" },
  async arrange(stage) {
    if (!stage.cell.traits.locking) stage.model.behave([], { kind: "hold" });
  },
  async act(stage, session) {
    const { locking } = stage.cell.traits;
    const racers = [{ dispatch: 1 }, { dispatch: 2 }];
    await race(stage, racers, locking ? undefined : () => replyToBothAtOnce(stage, session));
    await observeResumed(stage, session);
  },
});
