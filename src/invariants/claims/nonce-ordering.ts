// The story the session file tells: the seed's turn, then the resumed one, each once, in a chain.
// It judges the place of what is there. A reply that is missing is the claim of
// assistant-replied, a turn too few or too many that of one-turn, a fork that of single-writer.
import type { Evidence } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, settle, unlessExpected } from "../reading/checks.ts";
import { outageOf } from "../reading/outage.ts";
import {
  begunSince,
  type Entry,
  isAssistant,
  isFailedAttempt,
  isUser,
  lineOf,
  type Transcript,
  transcriptOf,
} from "../reading/transcript.ts";
import { hasExtraTurns, turnsOf } from "../reading/turns.ts";

export const nonceOrdering: Invariant = {
  name: "nonce-ordering",
  claim:
    "In the session file the seed's prompt, the seed's reply, the resume's prompt and the resume's reply, as far as each is there, stand once each, in this order, in entries of the right role whose parents precede them.",
  explained: {
    why: "The session file is the memory: when its entries are out of order or hang on nothing, the next resume reads another conversation.",
    causes:
      "Two writers, an entry with a wrong parent, a turn written twice after a retry, or a reply that was stored in another role.",
  },
  judge,
  simulated: {
    asked: ({ died }) => !died,
    otherwise: "A dead dispatcher's turn and its successor's say the same words.",
  },
};

interface Step {
  readonly label: string;
  readonly nonce: string;
  readonly found: readonly Entry[];
}

function judge(evidence: Evidence): Judgement {
  const kinds = ["resumed", "turn-failed", "retained", "start-failed", "sent"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "its session need not hold a turn");
  if (elsewhere) return elsewhere;
  const transcript = transcriptOf(evidence);
  const { entries } = transcript;
  if (entries.length === 0) return unknown("no entry of the session file was recorded");
  const steps = stepsOf(evidence, entries);
  const story = steps.flatMap(({ label, found }) =>
    found.map((entry) => `${label} ${lineOf(entry)}`),
  );
  return settle(
    [
      ...missing(evidence, transcript, steps),
      ...repeated(evidence, steps),
      outOfOrder(steps),
      ...looseLinks(entries, begunSince(evidence)),
    ],
    holds(story.join(" < "), ...steps.flatMap(({ found }) => found)),
  );
}

function stepsOf({ cell }: Evidence, entries: readonly Entry[]): Step[] {
  const { seedUser, seedReply, resumeUser, resumeReply, followUpReply } = cell.nonces;
  const prompts = (nonce: string) =>
    entries.filter((entry) => isUser(entry) && entry.text.includes(nonce));
  // A reply that quotes an earlier one is the later reply, not the earlier one once more.
  const replies = (nonce: string, ...later: string[]) =>
    entries
      .filter((entry) => isAssistant(entry) && !isFailedAttempt(entry))
      .filter(({ text }) => text.includes(nonce) && !later.some((other) => text.includes(other)));
  return [
    { label: "seed user", nonce: seedUser, found: prompts(seedUser) },
    {
      label: "seed assistant",
      nonce: seedReply,
      found: replies(seedReply, resumeReply, followUpReply),
    },
    { label: "resume user", nonce: resumeUser, found: prompts(resumeUser) },
    { label: "resume assistant", nonce: resumeReply, found: replies(resumeReply, followUpReply) },
  ];
}

/** Only what no other claim owns: the seed's turn, and a resumed prompt without its nonce. */
function missing(
  evidence: Evidence,
  { seeded }: Transcript,
  steps: readonly Step[],
): (Judgement | null)[] {
  const [seedUser, seedReply, resumeUser] = steps;
  return [seedUser, seedReply, resumeUser].map((step) => {
    if (!step || step.found.length > 0) return null;
    if (step === resumeUser && turnsOf(evidence).dispatched === 0) return null;
    const because = `no ${step.label} entry holds ${step.nonce}`;
    const outage = step === seedReply ? outageOf(evidence, seeded) : undefined;
    if (outage) return unknown(`${because}: the provider failed, ${outage.errorMessage}`, outage);
    return absent(evidence, because);
  });
}

function repeated(evidence: Evidence, steps: readonly Step[]): (Judgement | null)[] {
  const turns = turnsOf(evidence);
  // Two dispatches may say the same twice; turns that nobody owes are counted elsewhere.
  const resumedOften = hasExtraTurns(turns) || turns.most > 1;
  return steps.map(({ label, nonce, found }, index) => {
    if (found.length < 2 || (index >= 2 && resumedOften)) return null;
    const where = found.map(lineOf).join(", ");
    return violated(`${label} ${nonce} stands ${found.length} times: ${where}`, ...found);
  });
}

function outOfOrder(steps: readonly Step[]): Judgement | null {
  const present = steps.flatMap(({ label, found }) => {
    const [entry] = found;
    return entry ? [{ label, entry }] : [];
  });
  for (const [index, later] of present.entries()) {
    const earlier = present[index - 1];
    if (!earlier || earlier.entry.index < later.entry.index) continue;
    const because = `${later.label} at ${lineOf(later.entry)} stands before ${earlier.label} at ${lineOf(earlier.entry)}`;
    return violated(because, later.entry, earlier.entry);
  }
  return null;
}

/**
 * With no two children of one parent, parents that all precede their children make one chain. What
 * was loose before the dispatch is not the resume's doing.
 */
function looseLinks(entries: readonly Entry[], isNew: (entry: Entry) => boolean): Judgement[] {
  const seen = new Set<string>();
  const findings: Judgement[] = [];
  for (const entry of entries) {
    if (isNew(entry) && entry.parentId !== null && !seen.has(entry.parentId)) {
      const because = `${lineOf(entry)} names the parent ${entry.parentId}, which does not precede it`;
      findings.push(violated(because, entry));
    }
    if (entry.entryId === null) continue;
    if (isNew(entry) && seen.has(entry.entryId)) {
      findings.push(violated(`${lineOf(entry)} repeats the id ${entry.entryId}`, entry));
    }
    seen.add(entry.entryId);
  }
  return findings;
}
