// What a delivery into a mailbox has to show: the message is there, once, and the doorbell was
// not rung before it. Enqueued is not read, and nothing here says so.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at } from "./checks.ts";

export function mailboxFindings(
  evidence: Evidence,
  delivered: EventOf<"dispatch-returned">,
): (Judgement | null)[] {
  const list = eventsOf(evidence, "mailbox-listed").findLast((each) => each.seq > delivered.seq);
  if (!list) return [unknown(`nobody looked into the mailbox after ${at(delivered)}`, delivered)];
  return [
    heldOnce(evidence, delivered, list),
    bellAfterBody(evidence, list),
    ...locked(evidence, delivered),
  ];
}

/** Mail is left without a lock: nobody may be kept from resuming while it is written. */
function locked(evidence: Evidence, { dispatch }: EventOf<"dispatch-returned">): Judgement[] {
  const taken = eventsOf(evidence, "lock-acquired").filter((lock) => lock.dispatch === dispatch);
  return taken.map((lock) => violated(`the delivery took a lock (${at(lock)})`, lock));
}

function heldOnce(
  evidence: Evidence,
  delivered: EventOf<"dispatch-returned">,
  list: EventOf<"mailbox-listed">,
): Judgement | null {
  const { resumeUser } = evidence.cell.nonces;
  const copies = list.bodies.filter((body) => body.includes(resumeUser)).length;
  if (copies === 1) return null;
  const because = `${at(delivered)} says enqueued; the mailbox holds ${resumeUser} ${copies} times (${at(list)})`;
  return copies === 0
    ? absent(evidence, because, delivered, list)
    : violated(because, delivered, list);
}

/** An order, not a duration: both stamps tell when one watcher saw the two names appear. */
function bellAfterBody(evidence: Evidence, list: EventOf<"mailbox-listed">): Judgement | null {
  const { signalAtMs, messageAtMs } = list;
  if (signalAtMs === null)
    return absent(evidence, `the doorbell was never rung (${at(list)})`, list);
  if (messageAtMs === null || messageAtMs <= signalAtMs) return null;
  const because = `the doorbell rang at ${signalAtMs} ms, before the message at ${messageAtMs} ms (${at(list)})`;
  return violated(because, list);
}
