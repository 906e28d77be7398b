// A fresh session can fake everything but memory: the token was said once, in the seed's turn.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at, settle, unlessExpected } from "../reading/checks.ts";
import { outageOf } from "../reading/outage.ts";
import {
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
  judge,
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
  return settle(
    [
      told.length > 0 ? null : absent(evidence, `no prompt of the seed holds ${recall}`),
      ...leaks(transcript, recall),
      repliesWithIt.length > 0 ? null : forgotten(evidence, transcript),
      ...unshown(evidence),
    ],
    holds(
      `${recall}: told at ${told.map(lineOf).join(", ")}, recalled at ${repliesWithIt.map(lineOf).join(", ")}`,
      ...told,
      ...repliesWithIt,
    ),
  );
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

/**
 * A token the model was never shown cannot have been remembered. A request that was answered with
 * a fault tells nothing of what it carried.
 */
function unshown(evidence: Evidence): Judgement[] {
  const requests = eventsOf(evidence, "model-requested").filter(
    ({ turn, behaviour = "plain" }) => turn === "resume" && behaviour === "plain",
  );
  if (requests.length === 0 || requests.some(({ recalled }) => recalled)) return [];
  const where = requests.map(at).join(", ");
  return [
    absent(
      evidence,
      `no request of the resumed turn (${where}) carried the seed's turn`,
      ...requests,
    ),
  ];
}
