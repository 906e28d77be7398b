// The cell's session file as the evidence shows it: entries in the order of their lines, divided
// by when they were recorded. The seed's and the resume's nonces are what claims look for: they
// must never decide to which part an entry belongs.

import type { EventOf } from "../../evidence/event.ts";
import {
  type Evidence,
  eventsOf,
  firstOf,
  ofLastAsked,
  sessionIdOf,
} from "../../evidence/evidence.ts";
import type { StopReason } from "../../evidence/session.ts";

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

export const transcriptOf: (evidence: Evidence) => Transcript = ofLastAsked((evidence) => {
  const path = sessionPath(evidence);
  const entries = eventsOf(evidence, "session-entry")
    .filter((entry) => entry.path === path)
    .sort((left, right) => left.index - right.index);
  const dispatched = dispatchBegan(evidence);
  const messaged = firstOf(evidence, "message-sent")?.seq ?? Number.POSITIVE_INFINITY;
  // A quick resident may have written the message down before its acceptance was recorded.
  const isFollowUp = (entry: Entry) =>
    isToldAsUser(entry) && entry.text.includes(evidence.cell.nonces.followUpUser);
  const followUp = entries.find(isFollowUp)?.index ?? Number.POSITIVE_INFINITY;
  const appended = entries.filter((entry) => entry.seq > dispatched);
  return {
    path,
    entries,
    seeded: entries.filter((entry) => entry.seq < dispatched),
    appended,
    resumed: appended.filter((entry) => entry.seq < messaged && entry.index < followUp),
  };
});

/** The event number from which on the session is no longer the seed's alone. */
export function dispatchBegan(evidence: Evidence): number {
  return firstOf(evidence, "dispatch-started")?.seq ?? Number.POSITIVE_INFINITY;
}

/**
 * Whether a line was begun since the dispatch: by when it was recorded, and by its place behind
 * the dormant bytes, for what was there before may be read late.
 */
export function begunSince(
  evidence: Evidence,
): (line: Pick<Entry, "seq" | "path" | "offset">) => boolean {
  const dispatched = dispatchBegan(evidence);
  const prefixes = eventsOf(evidence, "session-prefix");
  const dormant = prefixes.findLast(({ moment }) => moment === "before-resume");
  return ({ seq, path, offset }) =>
    seq > dispatched && (path !== dormant?.path || offset >= dormant.bytes);
}

/**
 * What an agent that takes the dormant session up would go on from: from its last entry back along
 * the parents. Null where the entries carry no ids, or the chain is broken.
 */
export function dormantBranch(evidence: Evidence): readonly Entry[] | null {
  const { entries } = transcriptOf(evidence);
  const isNew = begunSince(evidence);
  const dormant = entries.filter((entry) => !isNew(entry) && entry.entryId !== null);
  const known = new Map(dormant.map((entry) => [entry.entryId, entry]));
  const branch: Entry[] = [];
  for (let entry = dormant.at(-1); entry && !branch.includes(entry); ) {
    branch.unshift(entry);
    if (entry.parentId === null) return branch;
    entry = known.get(entry.parentId);
  }
  return null;
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
const normalStop: StopReason = "stop";

export const isUser = (entry: Entry): boolean => entry.role === "user";

/** A user entry, or a line of another kind that the model is told as a user's words. */
export const isToldAsUser = (entry: Entry): boolean => isUser(entry) || entry.toldAs === "user";

export const isAssistant = (entry: Entry): boolean => entry.role === "assistant";

export const stoppedNormally = (entry: Entry): boolean => entry.stopReason === normalStop;

/** After it nothing more comes of its turn: not even what a process was kept from. */
export const isLastWord = (entry: Entry): boolean =>
  isAssistant(entry) && (stoppedNormally(entry) || entry.stopReason === "length");

/** An attempt that failed and may have been retried: recorded, and no reply. */
export const isFailedAttempt = (entry: Entry): boolean =>
  isAssistant(entry) && (entry.stopReason === "error" || entry.stopReason === "aborted");

/** `line 7 (event 41)`, as a judgement names an entry. */
export const lineOf = (entry: Entry): string => `line ${entry.index} (event ${entry.seq})`;
