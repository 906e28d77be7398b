// The events of one cell, gathered by the dispatch they belong to. A cell may dispatch more than
// once (contention, recovery); what one of them owes must never be paid by another.
import { isSameChild } from "../../evidence/child.ts";
import type { DispatchOutcome, EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf, ofLastAsked } from "../../evidence/evidence.ts";

export interface Dispatch {
  /** Counted from 1; 0 gathers resume children that belong to no dispatch. */
  readonly number: number;
  readonly started: EventOf<"dispatch-started"> | undefined;
  readonly inspected: readonly EventOf<"socket-inspected">[];
  readonly acquired: readonly EventOf<"lock-acquired">[];
  readonly released: readonly EventOf<"lock-released">[];
  /** Requests for resume children. */
  readonly children: readonly EventOf<"child-requested">[];
  readonly watch: EventOf<"watch-ended"> | undefined;
  readonly returned: EventOf<"dispatch-returned"> | undefined;
  readonly threw: EventOf<"dispatch-threw"> | undefined;
  /** What was said of the turn after the dispatch had come back. */
  readonly reported: EventOf<"turn-reported"> | undefined;
  /**
   * Its own process died before it came back. The dead owe no release and no report: their lock
   * is for the next one to reclaim.
   */
  readonly killed: EventOf<"child-exited"> | undefined;
}

export const dispatchesOf: (evidence: Evidence) => readonly Dispatch[] = ofLastAsked((evidence) => {
  const started = eventsOf(evidence, "dispatch-started");
  const inspected = eventsOf(evidence, "socket-inspected");
  const acquired = eventsOf(evidence, "lock-acquired");
  const released = eventsOf(evidence, "lock-released");
  const children = resumeChildren(evidence);
  const watches = eventsOf(evidence, "watch-ended");
  const returned = eventsOf(evidence, "dispatch-returned");
  const threw = eventsOf(evidence, "dispatch-threw");
  const reports = eventsOf(evidence, "turn-reported");
  const events = [started, acquired, released, children, watches, returned, threw].flat();
  const numbers = [...new Set(events.map(numberOf))].sort((left, right) => left - right);
  return numbers.map((number) => {
    const ours = (event: { readonly dispatch: number | null }) => numberOf(event) === number;
    const cameBack = returned.some(ours) || threw.some(ours);
    return {
      number,
      started: started.find(ours),
      inspected: inspected.filter(ours),
      acquired: acquired.filter(ours),
      released: released.filter(ours),
      children: children.filter(ours),
      watch: watches.find(ours),
      returned: returned.find(ours),
      threw: threw.find(ours),
      reported: reports.find(ours),
      killed: cameBack ? undefined : deathOf(evidence, number),
    };
  });
});

/** The end of the process that ran the dispatch, where it had one of its own. */
function deathOf(evidence: Evidence, number: number): EventOf<"child-exited"> | undefined {
  const request = eventsOf(evidence, "child-requested").find(
    ({ role, dispatch }) => role === "dispatcher" && dispatch === number,
  );
  return eventsOf(evidence, "child-exited").find(
    ({ child, signal }) => isSameChild(child, request?.child) && signal !== null,
  );
}

export function resumeChildren(evidence: Evidence): EventOf<"child-requested">[] {
  return eventsOf(evidence, "child-requested").filter((request) => request.role === "resume");
}

/** What the lane came back with; undefined where it threw or never came back. */
export function outcomeOf(dispatch: Dispatch): DispatchOutcome | undefined {
  return dispatch.returned?.outcome;
}

const numberOf = (event: { readonly dispatch: number | null }): number => event.dispatch ?? 0;
