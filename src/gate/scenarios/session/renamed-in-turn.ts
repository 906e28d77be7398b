// Extensions that title a session after its first words are common. The name is what marks it as one to be
// resumed, so the one that runs the turn has to see that it does not stay lost.

import { titleGiven } from "../../../formats/fault.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { withFaults } from "../../toolbox/child-fault.ts";

const fault = "renamed-by-an-extension";

export const renamedInTurn = defineScenario({
  name: "renamed-in-turn",
  summary:
    "an extension gives the session a title of its own in the resumed turn: a resident puts its name back (a one-shot cannot: a hazard, shown)",
  explained: {
    why: "Sessions are found by their names; one that an extension renames is not found again.",
    causes:
      "Nobody looks after the turn what the session is called now; a one-shot worker cannot put it back.",
  },
  needs: ["faults"],
  faults: [fault],
  covers: ["owned-outcome×dormant"],
  expect: ({ resident }) =>
    resident
      ? { kind: "resumed" }
      : { kind: "hazard", shows: ["resumable-again", "settings-kept"] },
  alterLaunch: (options, stage) => withFaults(options, stage, "retitles"),
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: titleGiven });
  },
  async act(stage, session) {
    await resumeAndObserve(stage, session);
    const text = await stage.world.files.readText(session.path);
    if (!text.includes(JSON.stringify(titleGiven))) return;
    const proof = `${session.path} was named ${JSON.stringify(titleGiven)}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
