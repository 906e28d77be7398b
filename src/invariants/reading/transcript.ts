// The cell's session file as the evidence shows it: entries in the order of their lines, divided
// by when they were recorded. The seed's and the resume's nonces are what claims look for: they
// must never decide to which part an entry belongs.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf, firstOf, sessionIdOf } from "../../evidence/evidence.ts";

export type Entry = EventOf<"session-entry">;

export interface Transcript {
  /** Null where no line of any session was recorded. */
  readonly path: string | null;
  readonly entries: readonly Entry[];
  /** Recorded before the first dispatch began. */
  readonly seeded: readonly Entry[];
  /** Recorded after the first dispatch began. */
  readonly appended: readonly Entry[];
  /** Of the appended ones, those before the message that the gate sent itself. */
  readonly resumed: readonly Entry[];
}

export function transcriptOf(evidence: Evidence): Transcript {
  const path = sessionPath(evidence);
  const entries = eventsOf(evidence, "session-entry")
    .filter((entry) => entry.path === path)
    .sort((left, right) => left.index - right.index);
  const dispatched = dispatchBegan(evidence);
  const messaged = firstOf(evidence, "message-sent")?.seq ?? Number.POSITIVE_INFINITY;
  // A quick resident may have written the message down before its acceptance was recorded.
  const isFollowUp = (entry: Entry) =>
    isUser(entry) && entry.text.includes(evidence.cell.nonces.followUpUser);
  const followUp = entries.find(isFollowUp)?.index ?? Number.POSITIVE_INFINITY;
  const appended = entries.filter((entry) => entry.seq > dispatched);
  return {
    path,
    entries,
    seeded: entries.filter((entry) => entry.seq < dispatched),
    appended,
    resumed: appended.filter((entry) => entry.seq < messaged && entry.index < followUp),
  };
}

/** The event number from which on the session is no longer the seed's alone. */
export function dispatchBegan(evidence: Evidence): number {
  return firstOf(evidence, "dispatch-started")?.seq ?? Number.POSITIVE_INFINITY;
}

/** The file that bore the garden id after the seed; without such a list, the first one read. */
function sessionPath(evidence: Evidence): string | null {
  const sessionId = sessionIdOf(evidence);
  const listed = eventsOf(evidence, "session-listed")
    .flatMap((list) => list.files)
    .find((file) => file.header?.id === sessionId);
  return listed?.path ?? firstOf(evidence, "session-entry")?.path ?? null;
}

/** The stop reason of a reply that came to its own end. */
const normalStop = "stop";

export const isUser = (entry: Entry): boolean => entry.role === "user";

export const isAssistant = (entry: Entry): boolean => entry.role === "assistant";

export const stoppedNormally = (entry: Entry): boolean => entry.stopReason === normalStop;

/** An attempt that failed and may have been retried: recorded, and no reply. */
export const isFailedAttempt = (entry: Entry): boolean =>
  isAssistant(entry) && (entry.stopReason === "error" || entry.stopReason === "aborted");

/** `line 7 (event 41)`, as a judgement names an entry. */
export const lineOf = (entry: Entry): string => `line ${entry.index} (event ${entry.seq})`;
