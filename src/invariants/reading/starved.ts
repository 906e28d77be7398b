// Tells a child that did nothing from one that was let do nothing. A wait that ended by its bound shows
// neither, where a process that it hung on was ready to run and the machine gave it no processor. What
// rests on such a wait is unknown; whatever else was found is no less found.
import { isSameChild } from "../../evidence/child.ts";
import type { EventOf, ProcessIdentity } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import type { EndedWait, ProcessorWaits } from "../../evidence/processor.ts";
import { type Judgement, unknown } from "../invariant.ts";
import { at } from "./checks.ts";
import { isSame, startedChildren } from "./children.ts";
import { type Dispatch, dispatchesOf } from "./dispatches.ts";

type Process = ProcessorWaits["processes"][number];
type Ended = EndedWait & { readonly seq: number };

/** A wait that says nothing of whom it was for. */
export interface Starved {
  readonly because: string;
  readonly event: { readonly seq: number };
}

/**
 * The share of a wait from which on it says nothing. Bounds are many times what a child needs: one that
 * could run for half of it and is late, is late by its own doing. Who waits needs no time but an instant
 * now and then, which it may lack where it was kept from three quarters of the wait.
 */
const isKept = ({ child, waitedMs }: Process, ofMs: number): boolean =>
  ofMs > 0 && waitedMs > 0 && waitedMs >= ofMs * (child === null ? 0.75 : 0.5);

/** Null for a wait in which they could run, and where nobody knows. `pid` is the one that it was for. */
export function starvedIn(ended: Ended | undefined, pid: number | null = null): Starved | null {
  if (!ended?.processorWaits) return null;
  const { ofMs, processes } = ended.processorWaits;
  const [most] = concerned(processes, pid)
    .filter((process) => isKept(process, ofMs))
    .sort((left, right) => right.waitedMs - left.waitedMs);
  if (!most) return null;
  const who = most.child === null ? `process ${most.pid}, which waited,` : `process ${most.pid}`;
  const because = `the machine gave ${who} no processor for ${most.waitedMs} ms of ${ofMs} ms (${at(ended)})`;
  return { because, event: ended };
}

/** Another child of the cell excuses none that is known to have slept. */
function concerned(processes: readonly Process[], pid: number | null): readonly Process[] {
  const isFor = (process: Process) => process.child !== null && process.pid === pid;
  if (!processes.some(isFor)) return processes;
  return processes.filter((process) => process.child === null || isFor(process));
}

/** The wait for a child to end, from the subject's signal on. */
export const starvedEnd = (watch: EventOf<"watch-ended"> | undefined): Starved | null =>
  starvedIn(watch, watch?.outcome.kind === "lock-retained" ? watch.outcome.pid : null);

/** A violation that rests on a starved wait is unknown; any other finding is as it was. */
export function excused(starved: Starved | null, finding: Judgement): Judgement {
  if (!starved || finding.verdict !== "violated") return finding;
  const events = finding.events.map((seq) => ({ seq }));
  return unknown(`${finding.because}; but ${starved.because}`, ...events, starved.event);
}

/**
 * The wait for a dispatch's child to serve, or to come to its end, that the subject ended with a signal.
 * What comes of a signal lasts: the child may serve for an instant before it goes.
 */
export function starvedStart(evidence: Evidence, dispatch: Dispatch | undefined): Starved | null {
  if (!dispatch) return null;
  const { children, watch, returned } = dispatch;
  const end = watch ?? returned;
  if (!end) return null;
  const started = startedChildren(evidence, "resume").filter(({ child }) =>
    children.some((requested) => isSameChild(requested.child, child)),
  );
  const signal = eventsOf(evidence, "signal-sent").find(
    ({ seq, by, pid, startTime }) =>
      by === "subject" &&
      seq < end.seq &&
      started.some((child) => child.pid === pid && child.startTime === startTime),
  );
  return starvedIn(signal, signal?.pid);
}

/** That of the dispatch which started this process. */
export function starvedStartOf(evidence: Evidence, process: ProcessIdentity): Starved | null {
  const started = startedChildren(evidence, "resume").find((child) => isSame(child, process));
  const dispatch = dispatchesOf(evidence).find(({ children }) =>
    children.some(({ child }) => isSameChild(child, started?.child)),
  );
  return starvedStart(evidence, dispatch);
}

/** The wait for an answer of a socket, or that for the child which was looked for at the same moment. */
export function starvedAnswer(evidence: Evidence, ask: EventOf<"socket-asked">): Starved | null {
  const check = eventsOf(evidence, "process-checked").find(({ moment }) => moment === ask.moment);
  return starvedIn(ask, check?.pid) ?? (check ? starvedStartOf(evidence, check) : null);
}

/** The wait for a dispatch that did not come back by its bound. */
export function starvedDispatch(evidence: Evidence): Starved | null {
  return starvedIn(
    eventsOf(evidence, "phase-ended").find(
      ({ phase, outcome }) => phase === "dispatch" && outcome === "timed-out",
    ),
  );
}

/** The wait for the end of a turn, that ended by its bound. */
export function starvedTurn(
  evidence: Evidence,
  turn: "resume" | "follow-up" | "recovery",
): Starved | null {
  const settled = eventsOf(evidence, "turn-settled").find((event) => event.turn === turn);
  if (settled?.because !== "timed-out") return null;
  return starvedIn(eventsOf(evidence, "phase-ended").find(({ seq }) => seq > settled.seq));
}

/** Why no turn came of any dispatch that went ahead: each of them waited for a starved child. */
export function starvedStarts(evidence: Evidence): Starved | null {
  const ahead = dispatchesOf(evidence).filter(({ children }) => children.length > 0);
  const starved = ahead.map((dispatch) => starvedStart(evidence, dispatch));
  return starved.includes(null) ? null : (starved.at(-1) ?? null);
}
