// The old lane beside the one under test: a lock protects nothing from somebody who takes none.
import { isSameChild } from "../../../evidence/child.ts";
import { eventsOf } from "../../../evidence/evidence.ts";
import { v1 } from "../../../lanes/v1.ts";
import { observeResidency, observeTurn, resumedTurn } from "../../observe/turns.ts";
import { defineScenario } from "../../scenario.ts";
import { oneIntoTheOther, replyToBothAtOnce } from "../../toolbox/racing.ts";

export const besideV1 = defineScenario({
  name: "beside-v1",
  summary:
    "a one-shot worker without a lock amid a locked resume: both report success and the transcript forks (a hazard, shown)",
  explained: {
    why: "A lock protects nothing from somebody who takes none: it shows why the old worker has to go.",
    causes:
      "It is expected while the one-shot worker exists. If it does not show, the two did not really meet.",
  },
  faults: [],
  expect: () => ({
    kind: "hazard",
    shows: ["single-writer", "mutual-exclusion", "lock-held-before-spawn"],
  }),
  cannotRun: ({ name, traits }) =>
    traits.locking ? null : `lane ${name} takes no lock either: see two-without-lock`,
  notLive: "it holds the model back until both have asked, which no real provider can be told to",
  async arrange(stage) {
    stage.model.behave([], { kind: "hold" });
  },
  async act(stage, session) {
    const oneShot = stage.context.lane.surroundings?.oneShot ?? v1;
    await oneIntoTheOther(stage, [{ dispatch: 1 }, { dispatch: 2, lane: oneShot }], () =>
      replyToBothAtOnce(stage, session),
    );
    const own = eventsOf(stage, "child-requested").find(
      ({ role, dispatch }) => role === "resume" && dispatch === 1,
    );
    const child = stage.children.find((each) => isSameChild(each.child, own?.child));
    if (!child) return;
    await observeTurn(stage, session, resumedTurn(stage), child);
    if (stage.cell.traits.resident) await observeResidency(stage, session, child);
  },
});
