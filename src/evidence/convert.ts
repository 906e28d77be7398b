// Evidence of an earlier format as that of today: one pure function for each change, in the order
// of the versions. What it cannot tell from the old record it leaves out, and never guesses.
import type { ChildReference } from "./child.ts";
import type { GatePart, LockConflict } from "./event.ts";

/** Evidence as it was parsed, before anything is known of its fields. */
export interface RawEvidence {
  readonly cell: Readonly<Record<string, unknown>>;
  readonly versions: unknown;
  readonly events: readonly RawEvent[];
}

export type RawEvent = Readonly<Record<string, unknown>>;

type Change = (evidence: RawEvidence) => RawEvidence;

const eachEvent =
  (change: (event: RawEvent) => RawEvent): Change =>
  (evidence) => ({ ...evidence, events: evidence.events.map(change) });

/** A hazard's claims stood in one text, with commas between them. */
export const hazardsAsList: Change = (evidence) => {
  const expectation = evidence.cell.expectation as RawEvent | undefined;
  if (expectation?.kind !== "hazard" || typeof expectation.shows !== "string") return evidence;
  const names = expectation.shows.split(",").map((name) => name.trim());
  const shows = names.filter((name) => name !== "");
  return { ...evidence, cell: { ...evidence.cell, expectation: { ...expectation, shows } } };
};

/** A dispatcher's own children were counted from a hundred times its number. */
export const childrenByStarter = eachEvent((event) =>
  typeof event.child === "number" ? { ...event, child: childOf(event.child) } : event,
);

function childOf(number: number): ChildReference {
  if (number < 100) return { dispatch: null, n: number };
  return { dispatch: Math.floor(number / 100), n: (number % 100) + 1 };
}

/** Why a lock was refused was said in words only. The first that fits counts. */
const conflictWords: readonly (readonly [words: RegExp, reason: LockConflict])[] = [
  [/the lock of a dead process is being reclaimed.*, which is gone; /, "reclaimer-gone"],
  [/the lock of a dead process is being reclaimed/, "being-reclaimed"],
  [/reclaimed the lock first/, "reclaimed-first"],
  [/while it was being reclaimed/, "taken-while-reclaiming"],
  [/released just now/, "just-released"],
  [/is the lock of/, "of-another-id"],
  [/empty|half-written|corrupt/, "malformed"],
  [/unreadable/, "unreadable"],
  [/^held by /, "held"],
];

export const conflictsByReason = eachEvent((event) => {
  if (event.type !== "lock-refused") return event;
  const said = String(event.because);
  const [, reason = "unstated"] = conflictWords.find(([words]) => words.test(said)) ?? [];
  return { ...event, reason };
});

/** What of the gate had failed was said in words, a dispatcher's process with its number. */
export const gatePartsByName = eachEvent((event) => {
  if (event.type !== "gate-failed") return event;
  const [, dispatcher] = /^dispatcher (\d+)$/.exec(String(event.where)) ?? [];
  if (dispatcher) return { ...event, where: "dispatcher", child: childOf(Number(dispatcher)) };
  return { ...event, where: formerLooks[String(event.where)] ?? event.where };
});

const formerLooks: Readonly<Record<string, GatePart>> = {
  "its look at the lock": "lock-look",
  "its look at release": "release-look",
};

/** What turns evidence of each version into that of the next. */
const changes: Readonly<Record<number, readonly Change[]>> = {
  1: [hazardsAsList, childrenByStarter, conflictsByReason, gatePartsByName],
};

/** Of today's version it is as it was given. */
export function convertEvidence(evidence: RawEvidence, from: number, to: number): RawEvidence {
  let converted = evidence;
  for (let version = from; version < to; version += 1) {
    for (const change of changes[version] ?? []) converted = change(converted);
  }
  return converted;
}
