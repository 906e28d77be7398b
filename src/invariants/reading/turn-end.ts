// How a dispatch's turn really ended, by other witnesses than the lane: the gate, which watched
// for the reply, and the last word of the assistant in the session file. It never asks the lane.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { at } from "./checks.ts";
import { type Entry, isAssistant, lineOf, stoppedNormally, transcriptOf } from "./transcript.ts";

export interface TurnEnd {
  readonly kind: "replied" | "failed";
  /** The session does not say so: a look at it saw no end. */
  readonly open: boolean;
  readonly because: string;
  readonly event: { readonly seq: number };
}

/** What each witness says. They differ where a reply with the right words stopped wrongly. */
export function turnEnds(evidence: Evidence, dispatch: number): readonly TurnEnd[] {
  const settled = settledOf(evidence, dispatch);
  return [settled ? sawSettled(settled) : [], lastWord(evidence, dispatch)].flat();
}

/** A later dispatch of a cell that recovers has a turn of its own. */
function settledOf(evidence: Evidence, dispatch: number): EventOf<"turn-settled"> | undefined {
  const settled = eventsOf(evidence, "turn-settled");
  const recovery = settled.find(({ turn }) => turn === "recovery");
  return (dispatch > 1 && recovery) || settled.find(({ turn }) => turn === "resume");
}

function sawSettled(settled: EventOf<"turn-settled">): TurnEnd[] {
  const because = `settled as ${settled.because} (${at(settled)})`;
  switch (settled.because) {
    case "replied":
      return [{ kind: "replied", open: true, because, event: settled }];
    case "child-exited":
    case "timed-out":
      return [{ kind: "failed", open: true, because, event: settled }];
    // A reply without the nonce may be a good one for the lane, which knows no nonces.
    case "terminal-reply":
    case "interrupted":
      return [];
  }
}

function lastWord(evidence: Evidence, dispatch: number): TurnEnd[] {
  const last = wordsOf(evidence, dispatch).findLast(isAssistant);
  if (!last) return [];
  const kind = stoppedNormally(last) ? "replied" : "failed";
  const because = `stopped with "${last.stopReason}" at ${lineOf(last)}`;
  return [{ kind, open: false, because, event: last }];
}

/** Entries since the dispatch began, up to one that began only after it had come back. */
function wordsOf(evidence: Evidence, dispatch: number): readonly Entry[] {
  const { resumed, appended } = transcriptOf(evidence);
  const starts = eventsOf(evidence, "dispatch-started");
  const from = starts.find((start) => start.dispatch === dispatch)?.seq ?? 0;
  const back = eventsOf(evidence, "dispatch-returned").find((end) => end.dispatch === dispatch);
  const next = starts.find((start) => back !== undefined && start.seq > back.seq);
  const to = next?.seq ?? Number.POSITIVE_INFINITY;
  const entries = dispatch > 1 ? appended : resumed;
  return entries.filter(({ seq }) => seq > from && seq < to);
}
