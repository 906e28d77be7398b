// What the lane tells its owner must be what happened. A socket that came up says nothing about
// the turn; "delivered" says nothing about having been read. Refusals are refused-cleanly's.
import type { DispatchOutcome, EventOf, TurnOutcome } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";
import { dispatchesOf } from "../reading/dispatches.ts";
import { mailboxFindings } from "../reading/mailbox.ts";
import { sentFindings } from "../reading/sent.ts";
import {
  excused,
  type Starved,
  starvedDispatch,
  starvedEnd,
  starvedIn,
  starvedStart,
  starvedStarts,
} from "../reading/starved.ts";
import { type Entry, isAssistant, transcriptOf } from "../reading/transcript.ts";
import { turnEnds } from "../reading/turn-end.ts";

export const turnOutcome: Invariant = {
  name: "turn-outcome",
  claim:
    "The lane reported the dispatch as the kind of outcome that was due, and the turn as it ended: replied when it did, failed when it failed, with this turn's words and not an earlier turn's.",
  explained: {
    why: "The caller acts on what the dispatch reports; a failure told as a reply, or an earlier turn's words, misleads it silently.",
    causes:
      "The last text of the session is taken without asking which turn wrote it, an exit is missed between spawn and listener, a send that failed is swallowed.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "It judges by the one outcome that is due, and here none is.",
  },
};

type Returned = EventOf<"dispatch-returned">;
type Outcome<K extends DispatchOutcome["kind"]> = Extract<DispatchOutcome, { readonly kind: K }>;

function judge(evidence: Evidence): Judgement {
  const { kind } = evidence.cell.expectation;
  if (kind === "refused") return notApplicable("a refusal has no turn: see refused-cleanly");
  if (kind === "threw") return notApplicable("a dispatch that threw has none: see refused-cleanly");
  const returned = eventsOf(evidence, "dispatch-returned");
  const threw = eventsOf(evidence, "dispatch-threw");
  const due = returned.filter(({ outcome }) => isDue(evidence, outcome));
  if (due.length === 0) {
    const [death] = dispatchesOf(evidence).flatMap(({ killed }) => killed ?? []);
    if (death) return notApplicable(`its dispatcher died (${at(death)}) before it could report`);
    return nothingDue(evidence, returned, threw);
  }
  const silent = due.every(({ outcome }) => outcome.kind === "resumed" && outcome.turn === null);
  const succeeds = evidence.cell.expectation.kind !== "turn-failed";
  if (silent && succeeds && evidence.cell.traits.silentOnTurn) {
    return notApplicable(
      `lane ${evidence.cell.lane} comes back with the socket and never says how the turn ended`,
    );
  }
  const findings = due.flatMap((event) => findingsOf(evidence, event));
  const reports = eventsOf(evidence, "turn-reported");
  const turns = [...due.flatMap(turnIn), ...reports.map(({ turn }) => turn)];
  const ends = turns.map((turn) => `the turn ${turn.kind}`);
  return settle(findings, holds([...due.map(describe), ...ends].join(", "), ...due, ...reports));
}

const turnIn = ({ outcome }: Returned): TurnOutcome[] =>
  outcome.kind === "resumed" && outcome.turn ? [outcome.turn] : [];

/** Whether an outcome is of the kind that the cell waits for. */
function isDue({ cell }: Evidence, outcome: DispatchOutcome): boolean {
  const watch = outcome.kind === "resumed" ? outcome.watch.kind : null;
  switch (cell.expectation.kind) {
    case "refused":
    case "threw":
      return outcome.kind === "rejected";
    case "sent":
      return outcome.kind === "sent" && outcome.via === "control-socket";
    case "delivered":
      return outcome.kind === "sent" && outcome.via === "meta-mailbox";
    case "start-failed":
      return watch === (cell.expectation.watch ?? "spawn-start-failed");
    case "retained":
      return watch === "lock-retained";
    case "resumed":
    case "turn-failed":
    case "hazard":
      return watch === "socket-alive" || watch === "child-exited";
  }
}

function nothingDue(
  evidence: Evidence,
  returned: readonly Returned[],
  threw: readonly EventOf<"dispatch-threw">[],
): Judgement {
  const { kind } = evidence.cell.expectation;
  if (eventsOf(evidence, "dispatch-started").length === 0) return unknown("nothing was dispatched");
  const said = [
    ...returned.map(describe),
    ...threw.map((event) => `it threw "${event.message}" (${at(event)})`),
  ];
  if (said.length === 0) {
    const because = `"${kind}" was due; the dispatch never came back`;
    return excused(starvedDispatch(evidence), absent(evidence, because));
  }
  const because = `"${kind}" was due, but ${said.join(", ")}`;
  const judgement = absent(evidence, because, ...returned, ...threw);
  return excused(threw.length > 0 ? null : starvedWatches(evidence), judgement);
}

/** What came instead of what was due rests on a wait for a child to serve, or else on one for it to end. */
function starvedWatches(evidence: Evidence): Starved | null {
  if (evidence.cell.expectation.kind !== "start-failed") return starvedStarts(evidence);
  const waits = dispatchesOf(evidence).map(({ watch }) => starvedEnd(watch));
  return waits.includes(null) ? null : (waits[0] ?? null);
}

function findingsOf(evidence: Evidence, event: Returned): (Judgement | null)[] {
  const { outcome } = event;
  if (outcome.kind === "sent") {
    const overSocket = outcome.via === "control-socket";
    return overSocket ? sentFindings(evidence, event) : mailboxFindings(evidence, event);
  }
  if (outcome.kind !== "resumed") return [];
  const report = reportOf(evidence, event, outcome);
  const dispatch = dispatchesOf(evidence).find(({ number }) => number === event.dispatch);
  const { kind } = evidence.cell.expectation;
  if (kind === "start-failed" || kind === "retained") return [noTurn(report, outcome)];
  if (report.turn === null && evidence.cell.traits.silentOnTurn && kind !== "turn-failed") {
    return [];
  }
  if (report.turn === null) {
    const because = `${at(event)} says ${outcome.watch.kind}, and nothing about the turn`;
    return [excused(starvedStart(evidence, dispatch), absent(evidence, because, event))];
  }
  return [
    asItEnded(evidence, report, report.turn),
    staleWords(evidence, report, report.turn),
    inventedWords(evidence, report, report.turn),
  ];
}

/** Where the lane said how the turn ended: with its outcome, or later. */
interface Report {
  readonly dispatch: number;
  readonly turn: TurnOutcome | null;
  readonly event: EventOf<"dispatch-returned" | "turn-reported">;
}

function reportOf(evidence: Evidence, event: Returned, { turn }: Outcome<"resumed">): Report {
  const { dispatch } = event;
  const later = eventsOf(evidence, "turn-reported").find((each) => each.dispatch === dispatch);
  if (turn === null && later) return { dispatch, turn: later.turn, event: later };
  return { dispatch, turn, event };
}

function noTurn({ turn, event }: Report, { watch }: Outcome<"resumed">): Judgement | null {
  if (turn?.kind !== "replied") return null;
  return violated(`${at(event)} reports a reply, although the watch ended ${watch.kind}`, event);
}

/** A later dispatch that recovers, and a model that ends well with wrong words, do reply. */
function mustFail({ cell }: Evidence, dispatch: number): boolean {
  const { expectation } = cell;
  if (expectation.kind !== "turn-failed" || expectation.ends === "replied") return false;
  return dispatch === 1 || !expectation.recovers;
}

function asItEnded(
  evidence: Evidence,
  { dispatch, event }: Report,
  turn: TurnOutcome,
): Judgement | null {
  if (turn.kind === "replied" && turn.stopReason !== "stop") {
    return violated(`${at(event)} reports a reply that stopped with "${turn.stopReason}"`, event);
  }
  if (turn.kind === "replied" && mustFail(evidence, dispatch)) {
    return violated(`the turn was to fail, and ${at(event)} reports a reply`, event);
  }
  const ends = turnEnds(evidence, dispatch);
  if (ends.length === 0) return unknown("nobody but the lane saw how the turn ended", event);
  // One witness is enough: which of two disagreeing ones is right is for assistant-replied.
  if (ends.some(({ kind }) => kind === turn.kind)) return null;
  // To have seen nothing is honest where there was nothing to see.
  const unseen = ends.every(({ kind, open }) => kind === "failed" && open);
  if (turn.kind === "not-observed" && unseen) return null;
  const seen = ends.map(({ because }) => because).join(", ");
  const because = `${at(event)} reports the turn as ${turn.kind}; it ${seen}`;
  const starved = turn.kind === "not-observed" ? starvedIn(event) : null;
  return excused(starved, absent(evidence, because, event, ...ends.map((end) => end.event)));
}

/** A failed turn must not be summed up by what the assistant had said before it. */
function staleWords(evidence: Evidence, { event }: Report, turn: TurnOutcome): Judgement | null {
  if (turn.kind !== "replied") return null;
  const { seeded, appended } = transcriptOf(evidence);
  const quotes = (entry: Entry) => isAssistant(entry) && entry.text.trim() === turn.text.trim();
  const old = seeded.find(quotes);
  if (!old || turn.text.trim() === "" || appended.some(quotes)) return null;
  return violated(
    `${at(event)} quotes the reply of an earlier turn, line ${old.index}`,
    event,
    old,
  );
}

/** Where the model says something else than it was asked, the report holds just that. */
function inventedWords(evidence: Evidence, { event }: Report, turn: TurnOutcome): Judgement | null {
  const { expectation } = evidence.cell;
  const others = expectation.kind === "turn-failed" && expectation.ends === "replied";
  if (!others || turn.kind !== "replied") return null;
  const said = transcriptOf(evidence).appended.filter(isAssistant);
  if (said.some(({ text }) => text === turn.text)) return null;
  const because = `${at(event)} reports the words "${turn.text}", which stand in none of the ${said.length} entries since the dispatch`;
  return absent(evidence, because, event, ...said);
}

function describe(event: Returned): string {
  const { outcome } = event;
  switch (outcome.kind) {
    case "resumed": {
      return `dispatch ${event.dispatch} resumed, ${outcome.watch.kind} (${at(event)})`;
    }
    case "rejected":
      return `dispatch ${event.dispatch} was refused as ${outcome.reason} (${at(event)})`;
    case "sent":
      return `dispatch ${event.dispatch} ${outcome.delivery} over ${outcome.via} (${at(event)})`;
    case "send-failed":
      return `dispatch ${event.dispatch} failed to send: ${outcome.error} (${at(event)})`;
  }
}
