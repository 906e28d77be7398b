// The plain course of a resume, which most scenarios only set the scene for.
import { dispatchOnce } from "./dispatching.ts";
import type { Session } from "./observe/session.ts";
import { observeResidency, observeTurn } from "./observe/turns.ts";
import type { Stage } from "./stage.ts";

export interface ResumeSteps {
  /** Between the end of the turn and the look at the resident. */
  afterTurn?(): void;
}

export async function resumeAndObserve(
  stage: Stage,
  session: Session,
  steps: ResumeSteps = {},
): Promise<void> {
  await withoutRacingTheModel(stage, () => dispatchOnce(stage, { dispatch: 1 }));
  await observeResumed(stage, session, steps);
}

/**
 * A child that leaves with its turn may be gone before its dispatch has looked once: with the model
 * held until then, the resume is judged and not the model's speed.
 */
export async function withoutRacingTheModel(
  stage: Stage,
  dispatch: () => Promise<unknown>,
): Promise<void> {
  const held = leavesWithItsTurn(stage);
  if (held) stage.model.behave([], { kind: "hold" });
  await dispatch();
  if (held) stage.model.behave([]);
}

/** What follows the dispatch, no matter who made it. */
export async function observeResumed(
  stage: Stage,
  session: Session,
  steps: ResumeSteps = {},
): Promise<void> {
  await observeTurn(stage, session);
  steps.afterTurn?.();
  if (stage.cell.traits.resident) await observeResidency(stage, session);
}

/** A scenario about the model needs it to be itself. */
function leavesWithItsTurn({ cell, context }: Stage): boolean {
  const { scenario, models } = context;
  return cell.traits.silentOnTurn === true && models.observable && !scenario.ownsModel;
}
