// A target that is live: its resident was brought up by a first dispatch and has had its turn.
import { lastOf } from "../../evidence/evidence.ts";
import { dispatchOnce } from "../dispatching.ts";
import { comeToRest } from "../observe/resting.ts";
import type { Session } from "../observe/session.ts";
import { hasEndedAfter, lastResumed, observeTurn, recordSettled } from "../observe/turns.ts";
import type { Stage } from "../stage.ts";

/** @throws Error when there is no resident: the scene cannot be set. */
export async function bringUp(stage: Stage, session: Session): Promise<void> {
  await dispatchOnce(stage, { dispatch: 1 });
  await observeTurn(stage, session);
  const settled = lastOf(stage, "turn-settled")?.because;
  if (settled !== "replied") {
    throw new Error(`no resident came up: its turn ${settled ?? "never ran"}`);
  }
  // Whatever a dispatch decided then would be right for a dormant target: nothing to judge it by.
  const { kind } = await stage.world.files.inspect(stage.socketPath);
  if (kind !== "socket") throw new Error("the resident left with its turn: no target is live");
}

/** Waits until all that was sent to the resident has had its turn; that may be nothing. */
export async function observeSent(stage: Stage, session: Session, user: string): Promise<void> {
  const child = lastResumed(stage);
  if (!child) return;
  const { assistantTurnMs } = stage.cell.timeouts;
  await stage.phase("assistant-turn", assistantTurnMs, async () => {
    const ended = () => hasEndedAfter(stage, user);
    const result = await comeToRest(stage, child, ended);
    await session.drain();
    recordSettled(stage, "follow-up", ended(), child, result);
    return result;
  });
}
