// What of a cell's events has a length in time, row by row: who dispatched, who held the lock, which
// child lived, when the socket answered. Only what was recorded; nothing is guessed between. Pure.
import { childName } from "../../../evidence/child.ts";
import type { EventType, EvidenceEvent, ProcessIdentity } from "../../../evidence/event.ts";
import { type Bar, barsBetween, type Mark, pointRow, type Row, row } from "./rows.ts";
import { requestRow, turnRows } from "./turns.ts";

export interface Timeline {
  readonly endMs: number;
  readonly rows: readonly Row[];
}

type Events = readonly EvidenceEvent[];

/** Rows without anything on them are left out. */
export function timelineOf(events: Events): Timeline {
  const endMs = Math.max(1, ...events.map(({ atMs }) => atMs));
  const rows = [
    phaseRow(events, endMs),
    ...dispatcherRows(events, endMs),
    ...lockRows(events, endMs),
    ...childRows(events, endMs),
    socketRow(events),
    ...turnRows(events, endMs),
    requestRow(events),
    faultRow(events),
  ];
  return { endMs, rows: rows.filter(({ bars, marks }) => bars.length + marks.length > 0) };
}

function phaseRow(events: Events, endMs: number): Row {
  const bars = barsBetween(events, endMs, {
    begins: (event) => (event.type === "phase-started" ? event.phase : null),
    ends: (event) => (event.type === "phase-ended" ? event.phase : null),
    label: (name) => name,
    isBad: (event) => event.type === "phase-ended" && event.outcome !== "done",
  });
  return row("gate's phases", bars);
}

function dispatcherRows(events: Events, endMs: number): Row[] {
  const ending: ReadonlySet<EventType> = new Set([
    "dispatch-returned",
    "dispatch-threw",
    "dispatcher-crashed",
  ]);
  const bars = barsBetween(events, endMs, {
    begins: (event) => (event.type === "dispatch-started" ? String(event.dispatch) : null),
    ends: (event) =>
      "dispatch" in event && ending.has(event.type) ? String(event.dispatch) : null,
    label: (number) => `dispatch ${number}`,
    isBad: ({ type }) => type === "dispatch-threw" || type === "dispatcher-crashed",
  });
  return byKey(bars).map(([number, own]) => row(`dispatcher ${number}`, own));
}

function lockRows(events: Events, endMs: number): Row[] {
  const bars = barsBetween(events, endMs, {
    begins: (event) => (event.type === "lock-acquired" ? String(event.dispatch) : null),
    ends: (event) => (event.type === "lock-released" ? String(event.dispatch) : null),
    label: () => "held",
    isBad: (event) => event.type === "lock-released" && event.result !== "released",
  });
  const held = byKey(bars).map(([number, own]) => row(`lock held by ${number}`, own));
  const others = pointRow("lock, seen otherwise", events, (event) => {
    if (event.type === "lock-placed") return `placed, holder ${event.process}`;
    return event.type === "lock-refused" ? `refused to dispatch ${event.dispatch}` : null;
  });
  return [...held, others];
}

const processKey = ({ pid, startTime }: ProcessIdentity) => `${pid} ${startTime}`;

function childRows(events: Events, endMs: number): Row[] {
  const bars = barsBetween(events, endMs, {
    begins: (event) => (event.type === "child-started" ? processKey(event) : null),
    ends: (event) =>
      event.type === "child-exited" || (event.type === "reaped" && event.verified)
        ? processKey(event)
        : null,
    label: (key) => `process ${key.split(" ")[0]}`,
    isBad: (event) =>
      event.type === "child-exited" &&
      (event.signal !== null || event.exitCode !== 0) &&
      !wasTold(event.pid, events),
  });
  return events.flatMap((event) => {
    if (event.type !== "child-started") return [];
    const own = bars.filter(({ key }) => key === processKey(event));
    const marks = signalsTo(event.pid, events);
    return [row(`${event.role} child ${childName(event.child)} alive`, own, marks)];
  });
}

/** The gate ends what still lives when it has seen enough: such an end is no failure. */
const wasTold = (pid: number, events: Events) =>
  events.some((event) => event.type === "signal-sent" && event.by === "gate" && event.pid === pid);

function signalsTo(pid: number, events: Events): Mark[] {
  return pointRow("", events, (event) =>
    event.type === "signal-sent" && event.pid === pid ? `${event.signal} by ${event.by}` : null,
  ).marks;
}

/** Up from one look that found it answering to the next, while no look found it otherwise. */
function socketRow(events: Events): Row {
  const looks = events.flatMap((event): (Mark & { readonly isUp: boolean })[] => {
    const { seq, atMs } = event;
    const isUp = answers(event);
    if (isUp === null) return [];
    return [{ seq, atMs, isUp, isHollow: !isUp, label: isUp ? "answers" : "does not answer" }];
  });
  const bars = looks.flatMap((look, index): Bar[] => {
    const next = looks[index + 1];
    if (!look.isUp || !next?.isUp) return [];
    const seqs = [look.seq, next.seq];
    return [
      {
        key: "",
        label: "up",
        fromMs: look.atMs,
        toMs: next.atMs,
        seqs,
        isBad: false,
        isOpen: false,
      },
    ];
  });
  return row("socket up", bars, looks);
}

function answers(event: EvidenceEvent): boolean | null {
  if (event.type === "socket-asked") return event.answer !== null;
  if (event.type === "socket-inspected") return event.liveness === "live";
  return event.type === "watch-ended" && event.outcome.kind === "socket-alive" ? true : null;
}

function faultRow(events: Events): Row {
  return pointRow("faults", events, (event) => {
    if (event.type === "fault-fired") return `${event.fault}: ${event.proof}`;
    if (event.type === "fault-armed") return `${event.fault} armed`;
    return event.type === "gate-failed" ? `the gate failed: ${event.message}` : null;
  });
}

const byKey = (bars: readonly Bar[]) => [...Map.groupBy(bars, ({ key }) => key)];
