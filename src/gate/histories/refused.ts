// A history that the provider refuses is resumed twice: whether the session is lost for good shows
// only when a later process takes it up again.
import { dispatchOnce } from "../dispatching.ts";
import { killNow } from "../ending/killing.ts";
import type { Session } from "../observe/session.ts";
import { lastResumed, observeTurn, recoveryTurn } from "../observe/turns.ts";
import { followUpPrompt } from "../prompts.ts";
import { withoutRacingTheModel } from "../resuming.ts";
import type { Stage } from "../stage.ts";

export async function resumeRefused(stage: Stage, session: Session): Promise<void> {
  await withoutRacingTheModel(stage, () => dispatchOnce(stage, { dispatch: 1 }));
  await observeTurn(stage, session);
  const child = lastResumed(stage);
  if (child && !child.exited) await killNow(stage, child);
  stage.turn = "recovery";
  const message = followUpPrompt(stage.cell.nonces);
  await withoutRacingTheModel(stage, () => dispatchOnce(stage, { dispatch: 2, message }));
  await observeTurn(stage, session, recoveryTurn(stage));
}
