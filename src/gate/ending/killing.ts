// Takes a process down without warning, as a crash or a machine short of memory would.
import { isSameChild } from "../../evidence/child.ts";
import type { EventOf } from "../../evidence/event.ts";
import { eventsOf } from "../../evidence/evidence.ts";
import type { Stage, StartedChild } from "../stage.ts";

/** Resolves with the exit it died of; undefined when it had ended before, or does not die. */
export async function killNow(
  stage: Stage,
  child: StartedChild,
): Promise<EventOf<"child-exited"> | undefined> {
  if (!child.identity || child.exited) return undefined;
  const { pid, startTime } = child.identity;
  const result = stage.world.processes.signal(pid, "SIGKILL");
  stage.record({ type: "signal-sent", pid, startTime, signal: "SIGKILL", by: "gate", result });
  await stage.until(() => child.exited, stage.cell.timeouts.killGraceMs);
  return eventsOf(stage, "child-exited").find(
    (exit) => isSameChild(exit.child, child.child) && exit.signal === "SIGKILL",
  );
}
