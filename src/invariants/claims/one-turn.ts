// A dispatch is one turn: not none, and not two because something was retried. What the agent
// retries by itself is recorded, and is no turn.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, settle, unlessExpected } from "../reading/checks.ts";
import { keptApart } from "../reading/circumstances.ts";
import { excused, starvedTurn } from "../reading/starved.ts";
import { isFailedAttempt, lineOf, transcriptOf } from "../reading/transcript.ts";
import { hasExtraTurns, turnsOf } from "../reading/turns.ts";

export const oneTurn: Invariant = {
  name: "one-turn",
  claim:
    "Exactly one user turn was injected for each dispatch that delivered, and none for one that did not; the agent's own retries are no turns.",
  explained: {
    why: "A dispatch that makes two turns does its work twice: two commits, two messages, twice the cost.",
    causes:
      "A retry after a timeout whose first attempt did arrive, or a message both on the command line and over the socket.",
  },
  judge,
  simulated: {
    asked: keptApart,
    otherwise:
      "Without its lock a second child may be started, which leaves its turn to the first.",
  },
};

function judge(evidence: Evidence): Judgement {
  const kinds = ["resumed", "turn-failed", "retained", "start-failed", "sent"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "no turn is to be injected");
  if (elsewhere) return elsewhere;
  const { path, appended } = transcriptOf(evidence);
  if (path === null) return unknown("no line of the session file was recorded");
  const turns = turnsOf(evidence);
  const { users, least, most, messages, dispatched } = turns;
  const failed = appended.filter(isFailedAttempt).length;
  const where = users.map(lineOf).join(", ") || "none";
  const owed = least === most ? `${least}` : `${least} to ${most}`;
  const counts = `${users.length} user turns appended (${where}), owed by dispatches: ${owed}, sent by the gate: ${messages}`;
  const starved = starvedTurn(evidence, "recovery") ?? starvedTurn(evidence, "resume");
  return settle(
    [
      hasExtraTurns(turns) ? violated(counts, ...users) : null,
      dispatched < least ? excused(starved, absent(evidence, counts, ...users)) : null,
      eventsOf(evidence, "dispatch-started").length === 0
        ? unknown("nothing was dispatched")
        : null,
    ],
    holds(`${counts}; failed attempts of the agent: ${failed}`, ...users),
  );
}
