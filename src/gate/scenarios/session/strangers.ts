import { eventsOf } from "../../../evidence/evidence.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { fingerprintStrangers, placeStrangers } from "../../strangers.ts";

const fault = "strangers-about";

export const strangers = defineScenario({
  name: "strangers",
  summary:
    "links that lead nowhere, directories, pipes, closed, cut-off and empty files lie among the sessions and the records: the session is resumed all the same",
  explained: {
    why: "Real session directories hold broken links, pipes and half files; a pipe that is opened may block for ever.",
    causes: "A directory scan that opens everything, or throws at the first thing it cannot read.",
  },
  faults: [fault],
  covers: ["owned-outcome×dormant"],
  simulated: { scene: { session: "strangers" } },
  expect: () => ({ kind: "resumed" }),
  async act(stage, session) {
    const placed = await placeStrangers(stage);
    stage.record({ type: "fault-armed", fault, detail: placed.map(({ path }) => path).join(", ") });
    await fingerprintStrangers(stage, "before-resume", placed);
    await resumeAndObserve(stage, session);
    const prints = eventsOf(stage, "file-fingerprint").filter(({ stranger }) => stranger);
    const asMeant = placed.filter(({ path, kind }) =>
      prints.some((print) => print.path === path && print.kind === kind),
    );
    if (asMeant.length === placed.length) {
      const proof = `${placed.length} strangers were there before the dispatch: ${prints.map(({ kind }) => kind).join(", ")}`;
      stage.record({ type: "fault-fired", fault, proof });
    }
    await fingerprintStrangers(stage, "after-dispatch", placed);
  },
});
