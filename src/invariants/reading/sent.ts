// What a message sent over a control socket has to show: it arrived once, word for word, in the
// session or at the bystander that answers for it, and the session replied to it.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at } from "./checks.ts";
import { outageOf } from "./outage.ts";
import {
  type Entry,
  isAssistant,
  isToldAsUser,
  isUser,
  lineOf,
  stoppedNormally,
  transcriptOf,
} from "./transcript.ts";

export function sentFindings(
  evidence: Evidence,
  sent: EventOf<"dispatch-returned">,
): (Judgement | null)[] {
  const started = eventsOf(evidence, "dispatch-started").find(
    ({ dispatch }) => dispatch === sent.dispatch,
  );
  const message = started?.message;
  if (message === undefined) return [unknown(`nobody recorded what ${at(sent)} sent`, sent)];
  const heard = eventsOf(evidence, "bystander-heard").filter(({ text }) => text === message);
  const { appended } = transcriptOf(evidence);
  const users = appended.filter((entry) => isArrival(entry, message));
  const [user] = users;
  return [
    // More than one turn of it is the claim of one-turn.
    arrivedOnce(evidence, sent, [...heard, ...users.slice(0, 1)]),
    user ? answered(evidence, user, appended) : null,
  ];
}

/** A line of another kind than a user's may say who sent it, behind the message. */
const isArrival = (entry: Entry, message: string) =>
  isUser(entry) ? entry.text === message : isToldAsUser(entry) && entry.text.startsWith(message);

function arrivedOnce(
  evidence: Evidence,
  sent: EventOf<"dispatch-returned">,
  arrivals: readonly { readonly seq: number }[],
): Judgement | null {
  if (arrivals.length === 1) return null;
  const because = `${at(sent)} says sent; the message arrived ${arrivals.length} times`;
  if (arrivals.length === 0) return absent(evidence, because, sent);
  return violated(`${because}: ${arrivals.map(at).join(", ")}`, sent, ...arrivals);
}

function answered(evidence: Evidence, user: Entry, appended: readonly Entry[]): Judgement | null {
  const replied = appended.some(
    (entry) => entry.index > user.index && isAssistant(entry) && stoppedNormally(entry),
  );
  if (replied) return null;
  const because = `no reply to the message at ${lineOf(user)}`;
  const outage = outageOf(
    evidence,
    appended.filter((entry) => entry.index > user.index),
  );
  if (!outage) return absent(evidence, because, user);
  return unknown(`${because}: the provider failed with ${outage.errorMessage}`, user, outage);
}
