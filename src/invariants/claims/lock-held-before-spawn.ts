// The lock protects nothing unless it is on disk before the first look and before any child.

import type { Cell } from "../../evidence/cell.ts";
import { childName } from "../../evidence/child.ts";
import { type EventOf, unread } from "../../evidence/event.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { at, settle, unlessExpected, unlessPromised } from "../reading/checks.ts";
import { untouched } from "../reading/circumstances.ts";
import { type Dispatch, dispatchesOf } from "../reading/dispatches.ts";

export const lockHeldBeforeSpawn: Invariant = {
  name: "lock-held-before-spawn",
  claim:
    "The lock was acquired at its own path before the socket was inspected and before any child was spawned, and was on disk at both instants.",
  explained: {
    why: "Whoever looks at the socket or starts a child before holding the lock races everybody else who does the same.",
    causes:
      "The lock is taken too late, in another directory, or only in memory; or the lane has none, as the one-shot worker.",
  },
  judge,
  simulated: {
    asked: untouched,
    otherwise: "Somebody took the lock away by hand.",
  },
};

function judge(evidence: Evidence): Judgement {
  const lockless = unlessPromised(evidence, "locking");
  if (lockless) return lockless;
  const dispatches = dispatchesOf(evidence).filter(
    ({ children, inspected }) => children.length + inspected.length > 0,
  );
  if (dispatches.length === 0) {
    const kinds = ["resumed", "turn-failed", "retained", "start-failed", "sent"] as const;
    const elsewhere = unlessExpected(evidence, kinds, "nothing was inspected or spawned");
    return elsewhere ?? unknown("no dispatch inspected a socket or asked for a child");
  }
  const locks = dispatches.flatMap(({ acquired }) => acquired);
  const children = dispatches.flatMap((dispatch) => dispatch.children);
  const seen = locks.map((lock) => `${lock.nonce} on disk at ${at(lock)}`).join(", ");
  const spawned = children.map((child) => at(child)).join(", ") || "nothing";
  return settle(
    dispatches.flatMap((dispatch) => findings(evidence.cell, dispatch)),
    holds(`nonce ${seen}, before ${spawned} was spawned`, ...locks, ...children),
  );
}

function findings(cell: Cell, dispatch: Dispatch): (Judgement | null)[] {
  const { number, acquired, children, inspected } = dispatch;
  const [lock] = acquired;
  const [firstLook] = inspected;
  if (!lock) {
    const late = [...inspected, ...children].map(at).join(", ");
    const because = `dispatch ${number} took no lock, yet looked or spawned at ${late}`;
    return [violated(because, ...inspected, ...children)];
  }
  return [
    onDisk(cell, lock),
    firstLook ? before(lock, firstLook, "the socket was inspected") : unseenLook(dispatch),
    ...children.map((child) => before(lock, child, "a child was spawned") ?? held(lock, child)),
  ];
}

function onDisk(cell: Cell, lock: EventOf<"lock-acquired">): Judgement | null {
  const path = `${cell.paths.lockDirectory}/${cell.gardenId}.lock`;
  if (lock.path !== path || lock.gardenId !== cell.gardenId) {
    return violated(`${at(lock)} locked ${lock.path} for ${lock.gardenId}, not ${path}`, lock);
  }
  if (lock.onDisk === lock.nonce) return null;
  if (lock.onDisk === unread) return unknown(`the lock could not be read at ${at(lock)}`, lock);
  const found = lock.onDisk ?? "no lock";
  return violated(`${at(lock)} acquired ${lock.nonce}, but ${path} held ${found}`, lock);
}

function before(
  lock: EventOf<"lock-acquired">,
  event: { readonly seq: number },
  what: string,
): Judgement | null {
  if (lock.seq < event.seq) return null;
  return violated(`${what} (${at(event)}) before the lock was acquired (${at(lock)})`, lock, event);
}

function held(lock: EventOf<"lock-acquired">, child: EventOf<"child-requested">): Judgement | null {
  if (child.lockOnDisk === lock.nonce) return null;
  if (child.lockOnDisk === unread)
    return unknown(`the lock could not be read at ${at(child)}`, child);
  const found = child.lockOnDisk ?? "nothing";
  const because = `child ${childName(child.child)} was spawned (${at(child)}) while the lock file held ${found} instead of ${lock.nonce}`;
  return violated(because, lock, child);
}

function unseenLook({ number }: Dispatch): Judgement {
  return unknown(`dispatch ${number} spawned a child, but no inspection of the socket was seen`);
}
