// A scenario as a user would bring one: it dispatches by itself, and proves that its own condition was there.
import {
  defineScenario,
  dispatchOnce,
  observeResumed,
  type Session,
  type Stage,
} from "resume-matrix";

export const verySame = defineScenario({
  name: "very-same",
  summary: "the session is the one that was looked at before",
  group: "mine",
  faults: ["looked-at"],
  expect: () => ({ kind: "resumed" }),
  act: dispatchAndLook,
});

async function dispatchAndLook(stage: Stage, session: Session): Promise<void> {
  const { gardenId, paths } = stage.cell;
  const before = await stage.world.files.list(paths.sessionDirectory);
  stage.record({
    type: "fault-fired",
    fault: "looked-at",
    proof: `${before.length} entries beside ${gardenId}`,
  });
  const outcome = await dispatchOnce(stage, { dispatch: 1 });
  if (outcome?.kind === "resumed") await observeResumed(stage, session);
}
