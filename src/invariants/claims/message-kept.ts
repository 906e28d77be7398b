// A message is data: what stands in the session is what was given, to the last byte. A subject that
// passes it on as words of a command line, or through something that trims, changes it unseen.
// A message that never came to the session is the concern of other claims.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";
import { type Entry, isUser, lineOf, transcriptOf } from "../reading/transcript.ts";

export const messageKept: Invariant = {
  name: "message-kept",
  claim:
    "Each user entry that a dispatch or the gate's own message brought about equals that message, byte for byte.",
  explained: {
    why: "What a person asked has to reach the model as it was asked; a changed message is answered wrongly, and nobody sees why.",
    causes:
      "The message goes over a command line or a shell, is trimmed, expanded as a template or a file name, or cut at a buffer's end.",
  },
  judge,
};

interface Given {
  readonly seq: number;
  readonly text: string;
}

function judge(evidence: Evidence): Judgement {
  const given = givenIn(evidence);
  if (given.length === 0) return notApplicable("nobody recorded what was said");
  const { resumeUser, followUpUser } = evidence.cell.nonces;
  const about = [resumeUser, followUpUser].flatMap((nonce) => {
    const messages = given.filter(({ text }) => text.includes(nonce));
    // Without the message there is nothing to compare an entry with.
    if (messages.length === 0) return [];
    return entriesWith(evidence, nonce).map((entry) => ({ entry, messages }));
  });
  if (about.length === 0) return notApplicable("no message came to the session");
  const kept = about.map(({ entry }) => `${lineOf(entry)}: ${entry.text.length} characters`);
  return settle(
    about.map(({ entry, messages }) => compare(entry, messages)),
    holds(kept.join(", "), ...about.map(({ entry }) => entry)),
  );
}

function givenIn(evidence: Evidence): readonly Given[] {
  const dispatched = eventsOf(evidence, "dispatch-started").flatMap(({ seq, message }) =>
    message === undefined ? [] : [{ seq, text: message }],
  );
  const sent = eventsOf(evidence, "message-sent").flatMap(({ seq, text }) =>
    text === undefined ? [] : [{ seq, text }],
  );
  return [...dispatched, ...sent];
}

function entriesWith(evidence: Evidence, nonce: string): readonly Entry[] {
  return transcriptOf(evidence).appended.filter(
    (entry) => isUser(entry) && entry.text.includes(nonce),
  );
}

function compare(entry: Entry, messages: readonly Given[]): Judgement | null {
  if (messages.some(({ text }) => text === entry.text)) return null;
  const [message] = messages;
  if (!message) return null;
  const { text } = message;
  const from = firstDifference(text, entry.text);
  const lengths = `${text.length} characters were given (${at(message)}), ${entry.text.length} stand at ${lineOf(entry)}`;
  const because = `${lengths}; from character ${from} on ${excerpt(text, from)} became ${excerpt(entry.text, from)}`;
  return violated(because, message, entry);
}

function firstDifference(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return index;
}

const excerptLength = 24;

const excerpt = (text: string, from: number): string =>
  from >= text.length ? "nothing" : JSON.stringify(text.slice(from, from + excerptLength));
