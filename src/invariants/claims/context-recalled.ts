// A fresh session can fake everything but memory: the token was said once, in the seed's turn.
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
import { absent, at, settle, unlessExpected } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";
import { outageOf } from "../reading/outage.ts";
import {
  dormantBranch,
  type Entry,
  isAssistant,
  isUser,
  lineOf,
  type Transcript,
  transcriptOf,
} from "../reading/transcript.ts";

export const contextRecalled: Invariant = {
  name: "context-recalled",
  claim:
    "What the assistant said in the resumed turn holds the recall token, which of all prompts only the seed's held: the model remembered.",
  explained: {
    why: "A fresh session can give a plausible reply; only one that knows what was said before was really resumed.",
    causes:
      "A new session was begun in the old one's name, an earlier branch was loaded, or the history did not reach the request.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "A child may end before it has asked its model anything.",
  },
};

function judge(evidence: Evidence): Judgement {
  const elsewhere = unlessExpected(evidence, ["resumed"], "no reply is owed");
  if (elsewhere) return elsewhere;
  const transcript = transcriptOf(evidence);
  if (transcript.entries.length === 0) return unknown("no entry of the session was recorded");
  const { recall } = evidence.cell.nonces;
  const told = transcript.seeded.filter((entry) => isUser(entry) && entry.text.includes(recall));
  const repliesWithIt = transcript.resumed.filter(
    (entry) => isAssistant(entry) && entry.text.includes(recall),
  );
  const where = told.map(lineOf).join(", ");
  const leaked = leaks(transcript, recall);
  const excuse = repliesWithIt.length > 0 || told.length === 0 ? null : excuseOf(evidence, where);
  if (excuse) return settle(leaked, excuse);
  return settle(
    [
      told.length > 0 ? null : absent(evidence, `no prompt of the seed holds ${recall}`),
      ...leaked,
      repliesWithIt.length > 0 ? null : forgotten(evidence, transcript),
      ...unshown(evidence),
    ],
    holds(
      `${recall}: told at ${where}, recalled at ${repliesWithIt.map(lineOf).join(", ")}`,
      ...told,
      ...repliesWithIt,
    ),
  );
}

/**
 * A session that was compacted, or taken back to before the seed's turn, may rightly hold the token
 * no more, or in a summary's words only. Then what the model was sent is what counts, if anything.
 */
function excuseOf(evidence: Evidence, told: string): Judgement | null {
  const kept = keptContext(evidence);
  if (kept === null) return null;
  const { recall } = evidence.cell.nonces;
  const holders = kept.filter(({ text }) => text.includes(recall));
  if (holders.length === 0) {
    const by = kept.find(isSummary);
    const because = by ? `the compaction at ${lineOf(by)}` : "the branch that it goes on from";
    return notApplicable(`${because} has left out what was told at ${told}`);
  }
  if (!holders.every(isSummary)) return null;
  const carrier = plainRequests(evidence).find(({ carried }) => carried);
  const summary = holders.map(lineOf).join(", ");
  return carrier
    ? holds(`${recall}: summed up at ${summary}, sent to the model at ${at(carrier)}`, ...holders)
    : null;
}

const isSummary = ({ firstKeptEntryId }: Entry): boolean => firstKeptEntryId !== undefined;

/** What of the dormant session the agent goes on from; null where its entries cannot tell. */
function keptContext(evidence: Evidence): readonly Entry[] | null {
  const branch = dormantBranch(evidence);
  if (branch === null) return null;
  const { resumed } = transcriptOf(evidence);
  const replied = resumed.findIndex(isAssistant);
  // An agent may also compact what it took up, before it asks the model.
  const meanwhile = resumed.slice(0, replied < 0 ? undefined : replied).filter(isSummary);
  const whole = [...branch, ...meanwhile];
  const last = whole.findLastIndex(isSummary);
  const summary = whole[last];
  if (!summary) return whole;
  const from = whole.findIndex(({ entryId }) => entryId === summary.firstKeptEntryId);
  const before = from < 0 ? [] : whole.slice(from, last);
  return [summary, ...before.filter((entry) => !isSummary(entry)), ...whole.slice(last + 1)];
}

function leaks({ appended }: Transcript, recall: string): Judgement[] {
  return appended
    .filter((entry) => isUser(entry) && entry.text.includes(recall))
    .map((entry) => violated(`the prompt at ${lineOf(entry)} gives ${recall} away`, entry));
}

function forgotten(evidence: Evidence, { resumed }: Transcript): Judgement {
  const { recall } = evidence.cell.nonces;
  const outage = outageOf(evidence, resumed);
  if (outage) return unknown(`the provider failed at ${lineOf(outage)}`, outage);
  const spoken = resumed.filter((entry) => isAssistant(entry) && entry.text !== "");
  // Whether a reply came at all is the claim of assistant-replied.
  if (spoken.length === 0) return unknown("the resumed turn has no words to look into");
  return absent(evidence, `${spoken.map(lineOf).join(", ")} does not hold ${recall}`, ...spoken);
}

/** A request that was answered with a fault tells nothing of what it carried. */
const plainRequests = (evidence: Evidence): readonly EventOf<"model-requested">[] =>
  eventsOf(evidence, "model-requested").filter(
    ({ turn, behaviour = "plain" }) => turn === "resume" && behaviour === "plain",
  );

/** A token the model was never shown cannot have been remembered. */
function unshown(evidence: Evidence): Judgement[] {
  const requests = plainRequests(evidence);
  const isShown = ({ recalled, carried = false }: EventOf<"model-requested">) =>
    recalled || carried;
  if (requests.length === 0 || requests.some(isShown)) return [];
  const where = requests.map(at).join(", ");
  return [
    absent(
      evidence,
      `no request of the resumed turn (${where}) carried the seed's turn`,
      ...requests,
    ),
  ];
}
