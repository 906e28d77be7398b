import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { bringUp } from "../../toolbox/live-target.ts";
import { needsResident } from "../../toolbox/needs.ts";

export const ownedToLive = defineScenario({
  name: "owned-to-live",
  summary:
    "whoever wants the outcome of a turn is refused by a live resident: its turns are not his",
  explained: {
    why: "The outcome of a turn that others may join cannot be promised to one of them.",
    causes:
      "The socket is not probed before the decision, so that the session is taken for dormant and resumed a second time.",
  },
  faults: [],
  covers: ["owned-outcome×live", "reject:owned-live-no-autosend"],
  simulated: { scene: { socket: "live" } },
  expect: () => ({ kind: "refused", reason: "owned-live-no-autosend", observedLiveness: "live" }),
  cannotRun: needsResident,
  async act(stage, session) {
    await bringUp(stage, session);
    await dispatchRefused(stage, session, { dispatch: 2 });
  },
});
