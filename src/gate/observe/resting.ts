// Waiting for a resident that may have more to do than its session file shows.
import type { Stage, StartedChild, WaitResult } from "../stage.ts";
import { answerTimeoutMs, askOnce } from "./control-socket.ts";

/**
 * How long a child that may stay or leave after its turn, and says neither, is given to leave, in milliseconds.
 * What is judged does not depend on it: one that leaves later is seen to be gone then.
 */
export const leavingMs = 5_000;

/**
 * A message is either answered or still waits in the resident, so one that says it is idle will
 * bring no more turns. `ended` decides where a resident does not say.
 */
export async function comeToRest(
  stage: Stage,
  child: StartedChild,
  ended: () => boolean,
): Promise<WaitResult> {
  const { world, cell, events, socketPath } = stage;
  const { assistantTurnMs, pollMs } = cell.timeouts;
  const deadlineMs = world.clock.monotonicMs() + assistantTurnMs;
  while (!child.exited) {
    const heard = await askOnce(
      world.sockets,
      socketPath,
      { command: "get_info" },
      answerTimeoutMs,
    );
    const idle = heard.kind === "yes" ? heard.data.idle : undefined;
    if (typeof idle === "boolean" ? idle : ended()) return "met";
    if (world.clock.monotonicMs() >= deadlineMs) return "timed-out";
    const known = events.length;
    const result = await stage.until(() => events.length > known || child.exited, pollMs);
    if (result === "interrupted") return result;
  }
  return "met";
}
