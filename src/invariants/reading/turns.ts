// How many user turns the dispatches of one cell owe, and how many were appended.
// Counted by role and place, never by nonce: what a turn says is for other claims.
import type { TurnOutcome, WatchOutcome } from "../../evidence/event.ts";
import { type Evidence, eventsOf, ofLastAsked } from "../../evidence/evidence.ts";
import { cutShort } from "./checks.ts";
import { type Dispatch, dispatchesOf, outcomeOf } from "./dispatches.ts";
import { type Entry, isUser, transcriptOf } from "./transcript.ts";

export interface Turns {
  /** User turns that the dispatches owe at least, and may have made at most. */
  readonly least: number;
  readonly most: number;
  /** Messages that the gate sent itself and that were accepted. */
  readonly messages: number;
  /** User entries appended since the first dispatch. */
  readonly users: readonly Entry[];
  /** User entries that are not accounted for by the gate's own messages. */
  readonly dispatched: number;
}

export const turnsOf: (evidence: Evidence) => Turns = ofLastAsked((evidence) => {
  const owed = dispatchesOf(evidence).map(owes);
  const accepted = eventsOf(evidence, "message-sent").filter((sent) => sent.accepted).length;
  const users = transcriptOf(evidence).appended.filter(isUser);
  const { followUpUser } = evidence.cell.nonces;
  const followUps = users.filter((entry) => entry.text.includes(followUpUser)).length;
  // A quick resident writes a message down before its acceptance is recorded; a record that stops
  // in between lacks only that.
  const messages = cutShort(evidence) === null ? accepted : Math.max(accepted, followUps);
  return {
    least: sum(owed.map(([least]) => least)),
    most: sum(owed.map(([, most]) => most)),
    messages,
    users,
    dispatched: users.length - Math.min(followUps, messages),
  };
});

/** More user turns stand there than the dispatches and the gate's messages account for. */
export const hasExtraTurns = ({ users, most, messages }: Turns): boolean =>
  users.length > most + messages;

type Range = readonly [least: number, most: number];

function owes(dispatch: Dispatch): Range {
  const outcome = outcomeOf(dispatch);
  // Without an outcome (it threw, or its process was killed) the turn may have happened or not.
  if (!outcome) return dispatch.started ? [0, 1] : [0, 0];
  switch (outcome.kind) {
    case "rejected":
      return [0, 0];
    case "send-failed":
      return [0, 1];
    case "sent":
      // An acknowledged message is a turn only where a real agent is behind the socket.
      return outcome.via === "control-socket" ? [0, 1] : [0, 0];
    case "resumed":
      return owedByResume(outcome.watch, outcome.turn ?? dispatch.reported?.turn ?? null);
  }
}

/** A turn that is not said to be replied may have failed before its user entry was written. */
function owedByResume(watch: WatchOutcome, turn: TurnOutcome | null): Range {
  switch (watch.kind) {
    case "spawn-start-failed":
      return [0, 0];
    case "lock-retained":
      return [0, 1];
    case "child-exited":
      return [turn?.kind === "replied" ? 1 : 0, 1];
    case "socket-alive":
      return [turn === null || turn.kind === "replied" ? 1 : 0, 1];
  }
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, each) => total + each, 0);
