// A target that is live: its resident was brought up by a first dispatch and has had its turn.
import { lastOf } from "../evidence/evidence.ts";
import { dispatchOnce } from "./dispatching.ts";
import type { Session } from "./session.ts";
import type { Stage } from "./stage.ts";
import { hasEndedAfter, lastResumed, observeTurn, recordSettled } from "./turns.ts";

/** @throws Error when there is no resident: the scene cannot be set. */
export async function bringUp(stage: Stage, session: Session): Promise<void> {
  await dispatchOnce(stage, { dispatch: 1 });
  await observeTurn(stage, session);
  const settled = lastOf(stage, "turn-settled")?.because;
  if (settled !== "replied")
    throw new Error(`no resident came up: its turn ${settled ?? "never ran"}`);
}

/** Waits for the end of the turn that a message with these words began. */
export async function observeSent(
  stage: Stage,
  session: Session,
  words: { readonly user: string; readonly reply: string },
): Promise<void> {
  const child = lastResumed(stage);
  if (!child) return;
  const { assistantTurnMs } = stage.cell.timeouts;
  await stage.phase("assistant-turn", assistantTurnMs, async () => {
    const ended = () => hasEndedAfter(stage, words.user);
    const result = await stage.until(() => ended() || child.exited, assistantTurnMs);
    await session.drain();
    recordSettled(stage, "follow-up", ended(), child, result);
    return result;
  });
}
