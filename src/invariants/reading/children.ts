// Which processes were started, and when each was seen to end. A process counts as gone only by
// its own exit, or when its pid and start time together were seen gone.
import { isSameChild } from "../../evidence/child.ts";
import type { EventOf, EvidenceEvent } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";

export type StartedChild = EventOf<"child-started">;

export function startedChildren(
  evidence: Evidence,
  role?: StartedChild["role"],
): readonly StartedChild[] {
  const started = eventsOf(evidence, "child-started");
  return role === undefined ? started : started.filter((child) => child.role === role);
}

/** The first event that shows the process gone, or undefined while it may still live. */
export function endOf(evidence: Evidence, child: StartedChild): EvidenceEvent | undefined {
  return evidence.events.find((event) => {
    if (event.seq < child.seq) return false;
    if (event.type === "child-exited") return isSameChild(event.child, child.child);
    if (event.type === "reaped") return event.verified && isSame(event, child);
    return event.type === "process-checked" && !event.alive && isSame(event, child);
  });
}

export function isSame(
  left: { readonly pid: number; readonly startTime: string },
  right: { readonly pid: number; readonly startTime: string },
): boolean {
  return left.pid === right.pid && left.startTime === right.startTime;
}
