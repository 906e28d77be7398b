// The model itself said the answer, in its own entry, and came to its end. An echo of the prompt,
// a thought, a tool's argument or an error message is no reply, wherever the nonce turns up.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, settle, unlessExpected } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";
import { dispatchesOf } from "../reading/dispatches.ts";
import { outageOf } from "../reading/outage.ts";
import { excused, starvedStart, starvedStarts, starvedTurn } from "../reading/starved.ts";
import {
  type Entry,
  isAssistant,
  isLastWord,
  isUser,
  lineOf,
  stoppedNormally,
  type Transcript,
  transcriptOf,
} from "../reading/transcript.ts";

export const assistantReplied: Invariant = {
  name: "assistant-replied",
  claim:
    'The text of an assistant\'s own entry holds the reply nonce, with the stop reason "stop" that the provider gave it, and no user entry holds it in one piece; where the turn is to fail, no such reply came, and a recovery, where one is due, got its own.',
  explained: {
    why: "Only a reply that the model ended by itself, in an entry of its own, shows that the resumed turn was done.",
    causes:
      "The stream broke off, the stop reason was length or error, the answer stands only in reasoning, tool arguments or an error's words.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "A child may be drawn to end without a reply, or none is started.",
  },
};

function judge(evidence: Evidence): Judgement {
  const kinds = ["resumed", "turn-failed"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "no reply is owed");
  if (elsewhere) return elsewhere;
  const transcript = transcriptOf(evidence);
  if (transcript.entries.length === 0) return unknown("no entry of the session was recorded");
  const { resumeReply } = evidence.cell.nonces;
  const { entries } = transcript;
  const prompts = entries.filter((entry) => isUser(entry) && entry.text.includes(resumeReply));
  const replies = entries.filter(
    (entry) => isAssistant(entry) && entry.text.includes(resumeReply) && stoppedNormally(entry),
  );
  const toFail = evidence.cell.expectation.kind === "turn-failed";
  const findings = [
    toFail ? unrecovered(evidence, transcript) : null,
    ...prompts.map((entry) =>
      violated(`the prompt at ${lineOf(entry)} holds ${resumeReply} in one piece`, entry),
    ),
    ...(toFail
      ? [unwanted(replies, resumeReply)]
      : [missing(evidence, transcript, replies), cutShort(evidence, replies)]),
  ];
  return settle(
    findings,
    toFail ? failedAsScripted(transcript, resumeReply) : good(replies, resumeReply),
  );
}

const good = (replies: readonly Entry[], nonce: string): Judgement =>
  holds(`${replies.map(lineOf).join(", ")} holds ${nonce}, stop reason "stop"`, ...replies);

function failedAsScripted({ resumed }: Transcript, nonce: string): Judgement {
  const attempts = resumed.filter(isAssistant);
  const ends = attempts.map((entry) => `${lineOf(entry)} ${describe(entry)}`).join(", ");
  return holds(
    `no good reply with ${nonce}, as scripted: ${ends || "no reply at all"}`,
    ...attempts,
  );
}

function unwanted(replies: readonly Entry[], nonce: string): Judgement | null {
  if (replies.length === 0) return null;
  const where = replies.map(lineOf).join(", ");
  return violated(`the turn was to fail, but ${where} is a good reply with ${nonce}`, ...replies);
}

/** Where a later dispatch takes the session up again, that one has to get its reply. */
function unrecovered(evidence: Evidence, { appended }: Transcript): Judgement | null {
  const { expectation, nonces } = evidence.cell;
  if (expectation.kind !== "turn-failed" || !expectation.recovers) return null;
  const recovered = appended.some(
    (entry) =>
      isAssistant(entry) && stoppedNormally(entry) && entry.text.includes(nonces.followUpReply),
  );
  if (recovered) return null;
  const because = `no recovery: no reply with ${nonces.followUpReply}`;
  return excused(starvedRecovery(evidence), absent(evidence, because));
}

const starvedRecovery = (evidence: Evidence) =>
  starvedTurn(evidence, "recovery") ?? starvedStart(evidence, dispatchesOf(evidence).at(-1));

function missing(
  evidence: Evidence,
  transcript: Transcript,
  replies: readonly Entry[],
): Judgement | null {
  if (replies.length > 0) return null;
  const { resumeReply } = evidence.cell.nonces;
  const outage = outageOf(evidence, transcript.resumed);
  if (outage) {
    return unknown(`the provider failed at ${lineOf(outage)}: ${outage.errorMessage}`, outage);
  }
  const near = transcript.entries
    .filter(isAssistant)
    .flatMap((entry) => nearMiss(entry, resumeReply).map((how) => `${lineOf(entry)} ${how}`));
  const replied = transcript.resumed.filter(isAssistant);
  const ends = replied.map((entry) => `${lineOf(entry)} ${describe(entry)}`);
  const seen = (near.length > 0 ? near : ends).join(", ") || "no reply at all";
  const because = `no good reply with ${resumeReply}: ${seen}`;
  const starved = replied.some(isLastWord)
    ? null
    : (starvedTurn(evidence, "resume") ?? starvedStarts(evidence));
  return excused(starved, absent(evidence, because, ...replied));
}

/** An agent may take for a whole reply what the provider never ended; live, nobody can tell. */
function cutShort(evidence: Evidence, replies: readonly Entry[]): Judgement | null {
  const requests = eventsOf(evidence, "model-requested").filter(({ turn }) => turn === "resume");
  if (replies.length === 0 || requests.length === 0 || requests.some(isWhole)) return null;
  const ends = requests.map(({ seq, outcome, behaviour }) => {
    const how = outcome === "replied" ? behaviour : outcome;
    return `event ${seq}: ${how}`;
  });
  return violated(
    `no reply of the provider was whole (${ends.join(", ")}), yet ${replies.map(lineOf).join(", ")} says "stop"`,
    ...requests,
    ...replies,
  );
}

/** "length" is the one behaviour that sends all of its reply and still says that it was cut. */
const isWhole = ({ outcome, behaviour }: EventOf<"model-requested">): boolean =>
  outcome === "replied" && behaviour !== "length";

function nearMiss(entry: Entry, nonce: string): string[] {
  const places: string[] = [];
  if (entry.text.includes(nonce)) places.push(`has it with stop reason "${entry.stopReason}"`);
  if (entry.reasoning.includes(nonce)) places.push("has it in its reasoning");
  if (entry.toolCalls.some((call) => call.argumentsText.includes(nonce))) {
    places.push("has it in a tool's arguments");
  }
  if (entry.errorMessage?.includes(nonce)) places.push("has it in its error message");
  return places;
}

const describe = ({ stopReason, text }: Entry): string =>
  `stopped with "${stopReason}" after ${text.length} characters`;
