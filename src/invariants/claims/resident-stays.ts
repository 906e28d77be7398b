// A resident that leaves with its turn is a one-shot with a socket. It has to be there after the
// reply has settled, and take and answer a second message.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle, unlessExpected, unlessPromised } from "../reading/checks.ts";
import { isSame, startedChildren } from "../reading/children.ts";
import { never } from "../reading/circumstances.ts";
import { outageOf } from "../reading/outage.ts";
import {
  excused,
  starvedAnswer,
  starvedIn,
  starvedStartOf,
  starvedTurn,
} from "../reading/starved.ts";
import {
  isAssistant,
  isLastWord,
  isToldAsUser,
  lineOf,
  stoppedNormally,
  transcriptOf,
} from "../reading/transcript.ts";

export const residentStays: Invariant = {
  name: "resident-stays",
  claim:
    "After the resumed turn had settled, the resident was alive and answered, took a second message, replied to it, and was alive and answered still.",
  explained: {
    why: "A background resume is for more than one turn: a resident that is gone after the first breaks the next message.",
    causes:
      "The agent exits when its turn settles (an older version, a one-shot mode), or its parent ends it too early. A resident that the machine did not let run for most of a wait makes it unknown.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "A child may be drawn to die, to leave or never to serve.",
  },
};

const moments = ["after-turn", "after-follow-up"] as const;

function judge(evidence: Evidence): Judgement {
  const oneShot = unlessPromised(evidence, "resident");
  if (oneShot) return oneShot;
  const kinds = ["resumed", "turn-failed"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "no resident has to stay");
  if (elsewhere) return elsewhere;
  const checks = eventsOf(evidence, "process-checked").filter(afterTurn);
  const asks = eventsOf(evidence, "socket-asked").filter(afterTurn);
  const messages = eventsOf(evidence, "message-sent");
  const failed = evidence.cell.expectation.kind === "turn-failed";
  if (failed && checks.length + asks.length + messages.length === 0) {
    return notApplicable("the turn was to fail, and nobody looked for the resident after it");
  }
  const missing = failed ? [] : moments.flatMap((moment) => unseen(moment, checks, asks));
  const pids = [...new Set(checks.map((check) => check.pid))].join(", ");
  return settle(
    [
      ...checks.map((check) => alive(evidence, check)),
      ...asks.map((ask) => answered(evidence, ask)),
      ...(failed && messages.length === 0 ? [] : secondTurn(evidence, messages)),
      ...missing,
    ],
    holds(
      `process ${pids} lived and answered at ${[...checks, ...asks].map(at).join(", ")}`,
      ...checks,
      ...asks,
      ...messages,
    ),
  );
}

const afterTurn = ({ moment }: { readonly moment: string }): boolean =>
  moments.some((each) => each === moment);

function unseen(
  moment: (typeof moments)[number],
  checks: readonly EventOf<"process-checked">[],
  asks: readonly EventOf<"socket-asked">[],
): Judgement[] {
  const seen = (event: { readonly moment: string }) => event.moment === moment;
  return [
    checks.some(seen) ? [] : [unknown(`nobody looked for the process ${words(moment)}`)],
    asks.some(seen) ? [] : [unknown(`nobody asked the socket ${words(moment)}`)],
  ].flat();
}

const words = (moment: string): string => moment.replace("-", " the ");

function alive(evidence: Evidence, check: EventOf<"process-checked">): Judgement | null {
  if (!check.alive) {
    const because = `process ${check.pid} was gone ${words(check.moment)} (${at(check)})`;
    return excused(starvedStartOf(evidence, check), absent(evidence, because, check));
  }
  if (startedChildren(evidence, "resume").some((child) => isSame(child, check))) return null;
  return violated(`${at(check)} saw process ${check.pid}, which is no resume child`, check);
}

function answered(evidence: Evidence, ask: EventOf<"socket-asked">): Judgement | null {
  const { answer, path } = ask;
  const when = `${words(ask.moment)} (${at(ask)})`;
  if (!answer) {
    const because = `${path} failed with ${ask.failure} ${when}`;
    return excused(starvedAnswer(evidence, ask), absent(evidence, because, ask));
  }
  if (answer.sessionId === evidence.cell.gardenId) return null;
  return violated(`${path} answered for ${answer.sessionId} ${when}`, ask);
}

function secondTurn(
  evidence: Evidence,
  messages: readonly EventOf<"message-sent">[],
): (Judgement | null)[] {
  const { followUpUser, followUpReply } = evidence.cell.nonces;
  const message = messages.find((sent) => sent.nonce === followUpUser);
  if (!message) return [unknown(`no second message (${followUpUser}) was sent`)];
  if (!message.accepted) {
    const because = `the second message was not taken: ${message.error} (${at(message)})`;
    return [excused(starvedIn(message), violated(because, message))];
  }
  const { appended } = transcriptOf(evidence);
  const user = appended.find((entry) => isToldAsUser(entry) && entry.text.includes(followUpUser));
  if (!user) {
    const because = `the second message was accepted (${at(message)}), but no user entry holds ${followUpUser}`;
    return [excused(starvedTurn(evidence, "follow-up"), absent(evidence, because, message))];
  }
  const prompted = appended.find(
    (entry) => isToldAsUser(entry) && entry.text.includes(followUpReply),
  );
  if (prompted) {
    return [violated(`the prompt of ${lineOf(prompted)} gives ${followUpReply} away`, prompted)];
  }
  const reply = appended
    .filter((entry) => isAssistant(entry) && entry.index > user.index && stoppedNormally(entry))
    .find((entry) => entry.text.includes(followUpReply));
  if (reply) return [null];
  const after = appended.filter((entry) => entry.index > user.index);
  const outage = outageOf(evidence, after);
  if (outage) {
    const because = `the provider failed at ${lineOf(outage)}: ${outage.errorMessage}`;
    return [unknown(because, message, outage)];
  }
  const because = `no reply to ${lineOf(user)} holds ${followUpReply}`;
  const starved = after.some(isLastWord) ? null : starvedTurn(evidence, "follow-up");
  return [excused(starved, absent(evidence, because, message, user))];
}
