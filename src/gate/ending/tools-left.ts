// Looks for what an agent's tools left running once the agent has gone: processes that carry the
// cell's marker and that nobody but an agent can have started. They are reaped later, like all others.
import type { EventBodies } from "../../evidence/event.ts";
import { cellMarker, type Stage } from "../stage.ts";

/** How long a tool that was told to end may take to do so, in milliseconds. */
const passingMs = 1_000;
const pollMs = 10;

export async function recordToolsLeft(
  stage: Stage,
  moment: EventBodies["tools-left"]["moment"],
): Promise<void> {
  const { clock, processes } = stage.world;
  const key = ({ pid, startTime }: { readonly pid: number; readonly startTime: string }) =>
    `${pid}:${startTime}`;
  const own = new Set(stage.children.flatMap(({ identity }) => (identity ? [key(identity)] : [])));
  const marked = await processes.withMarker(cellMarker, stage.cell.gardenId);
  let left = marked.filter((process) => !own.has(key(process)));
  const deadlineMs = clock.monotonicMs() + passingMs;
  while (left.length > 0 && clock.monotonicMs() < deadlineMs) {
    await clock.sleep(pollMs);
    const now = await Promise.all(left.map(({ pid }) => processes.identify(pid)));
    left = left.filter(({ startTime }, index) => now[index]?.startTime === startTime);
  }
  stage.record({
    type: "tools-left",
    moment,
    processes: left.map(({ pid, startTime, arguments: text }) => ({
      pid,
      startTime,
      arguments: text,
    })),
  });
}
