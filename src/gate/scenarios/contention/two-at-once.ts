// Two dispatches of one lane at the same time. Under the lock the second is turned away; without
// one both report success, and the transcript forks.

import { observeResumed } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { needsLock } from "../../toolbox/needs.ts";
import { race, replyToBothAtOnce } from "../../toolbox/racing.ts";

const both = [{ dispatch: 1 }, { dispatch: 2 }];

export const twoAtOnce = defineScenario({
  name: "two-at-once",
  summary: "two dispatchers at once: one resumes, and the other is refused, by lock or as too late",
  explained: {
    why: "Two triggers for one session are ordinary (a webhook and a person); only one may resume.",
    causes:
      "The lock is not taken atomically, or the liveness is not looked at again under the lock.",
  },
  faults: [],
  covers: ["reject:target-locked"],
  simulated: { dispatchers: 2 },
  expect: () => ({
    kind: "resumed",
    others: [
      { reason: "target-locked", observedLiveness: null },
      // Whoever comes only after the lock was released finds the other's resident.
      { reason: "owned-live-no-autosend", observedLiveness: "live" },
    ],
  }),
  cannotRun: needsLock,
  async act(stage, session) {
    await race(stage, both);
    await observeResumed(stage, session);
  },
});

export const twoWithoutLock = defineScenario({
  name: "two-without-lock",
  summary:
    "two dispatchers at once and no lock: both report success and the transcript forks (a hazard, shown)",
  explained: {
    why: "It shows what the lock is for: both report success and the transcript forks.",
    causes:
      "It is expected of a lane without a lock. If it does not show, the two did not really meet.",
  },
  faults: [],
  simulated: { dispatchers: 2 },
  expect: () => ({ kind: "hazard", shows: ["single-writer"] }),
  cannotRun: ({ name, traits }) =>
    traits.locking ? `lane ${name} takes a lock: see two-at-once` : null,
  notLive: "it holds the model back until both have asked, which no real provider can be told to",
  async arrange(stage) {
    stage.model.behave([], { kind: "hold" });
  },
  async act(stage, session) {
    await race(stage, both, () => replyToBothAtOnce(stage, session));
    await observeResumed(stage, session);
  },
});
