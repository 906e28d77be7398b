// What the lane tells the owner of a turn, once its dispatch has come back with a child that
// lives. It records the answer as it was given; what really happened is in other events.
import { isSameChild } from "../evidence/child.ts";
import type { ChildReference, EventOf, TurnOutcome } from "../evidence/event.ts";
import { eventsOf } from "../evidence/evidence.ts";
import { timedOut, within } from "../world/within.ts";
import { messageOf } from "../world/world.ts";
import { resumeMessage } from "./asked.ts";
import { createSeams } from "./seams.ts";
import type { Stage, StartedChild } from "./stage.ts";

/** How long a lane may look for the end of a turn that is over, in milliseconds. */
const reportTimeoutMs = 10_000;
/** What it may need on top of the bound it was given before it counts as hung. */
const reportSlackMs = 5_000;

/** Records nothing where the lane said how the turn ended with its dispatch, or cannot say. */
export async function reportTurn(
  stage: Stage,
  { child }: Pick<StartedChild, "child">,
  timeoutMs = reportTimeoutMs,
): Promise<void> {
  const { context, cell, world } = stage;
  const { lane } = context;
  const opened = openDispatch(stage, child);
  if (!opened || !lane.turnOutcome) return;
  const { dispatch, message = resumeMessage(stage) } = opened;
  const request = { dispatch, gardenId: cell.gardenId, intent: "owned-outcome", message } as const;
  const waited = stage.processor.wait(timeoutMs);
  const asked = lane
    .turnOutcome(request, createSeams(stage, dispatch), timeoutMs)
    .catch((error: unknown) => silence(`the lane threw: ${messageOf(error)}`));
  const limitMs = timeoutMs + reportSlackMs;
  const turn = await within(world.clock, limitMs, asked, context.signal);
  if (turn === timedOut && context.signal.aborted) return;
  const said = turn === timedOut ? silence(`the lane said nothing in ${limitMs} ms`) : turn;
  const wait = said.kind === "not-observed" ? waited() : {};
  stage.record({ type: "turn-reported", dispatch, turn: said, ...wait });
}

/** The dispatch that started the child and came back before the turn's end was known. */
function openDispatch(
  stage: Stage,
  child: ChildReference,
): EventOf<"dispatch-started"> | undefined {
  const requested = eventsOf(stage, "child-requested").find((event) =>
    isSameChild(event.child, child),
  );
  const ours = (event: { dispatch: number }) => event.dispatch === requested?.dispatch;
  const returned = eventsOf(stage, "dispatch-returned").find(ours);
  if (returned?.outcome.kind !== "resumed") return undefined;
  const { watch, turn } = returned.outcome;
  if (watch.kind !== "socket-alive" || turn !== null) return undefined;
  return eventsOf(stage, "dispatch-started").find(ours);
}

const silence = (because: string): TurnOutcome => ({ kind: "not-observed", because });
