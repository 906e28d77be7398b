// A dispatch that a lock turns away must learn whose it is, or nobody can ever clear it.
import { type EventOf, type LockConflict, type LockHolder, unread } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle } from "../reading/checks.ts";
import { dispatchesOf } from "../reading/dispatches.ts";

export const holderEvidence: Invariant = {
  name: "holder-evidence",
  claim:
    "Each lock conflict was reported with the holder's pid, host, time and lock path; or, for a lock file that names no holder, with its path and what is wrong with it; and nobody was named as a holder whose number another process bears by now.",
  explained: {
    why: "Whoever is turned away by a lock has to know whose it is, or nobody can decide whether to wait, to kill or to clean up.",
    causes:
      "The error drops the lock's content, or a holder whose process number was given away is still named as living.",
  },
  judge,
};

/** Whether a lock refused for this reason can name its holder. */
const namesHolder: Readonly<Record<LockConflict, boolean>> = {
  held: true,
  untold: true,
  "being-reclaimed": true,
  "reclaimer-gone": true,
  unstated: true,
  "just-released": false,
  "reclaimed-first": false,
  "taken-while-reclaiming": false,
  malformed: false,
  "of-another-id": false,
  unreadable: false,
};

type Conflict = EventOf<"lock-refused">;
type Returned = EventOf<"dispatch-returned">;
type Rejection = Returned & { readonly outcome: { readonly kind: "rejected" } };

function judge(evidence: Evidence): Judgement {
  const conflicts = eventsOf(evidence, "lock-refused");
  const rejections = eventsOf(evidence, "dispatch-returned").filter(isLocked);
  if (conflicts.length + rejections.length === 0) {
    const { expectation } = evidence.cell;
    if (dispatchesOf(evidence).length === 0) return unknown("nothing was dispatched");
    if (expectation.kind === "refused" && expectation.reason === "target-locked") {
      return absent(evidence, "a lock conflict was due, and none was reported");
    }
    return notApplicable("no lock conflict occurred");
  }
  return settle(
    [
      ...conflicts.map((conflict) => conflictFlaw(evidence, conflict)),
      ...conflicts.map((conflict) => holdsNoMore(evidence, conflict)),
      ...conflicts.map((conflict) => differsFromPlaced(evidence, conflict)),
      ...conflicts.map((conflict) => passedOn(evidence, conflict, rejections)),
      ...rejections.map((rejection) => rejectionFlaw(evidence, rejection, conflicts)),
    ],
    holds([...conflicts, ...rejections].map(describe).join(", "), ...conflicts, ...rejections),
  );
}

const isLocked = (returned: Returned): returned is Rejection =>
  returned.outcome.kind === "rejected" && returned.outcome.reason === "target-locked";

function conflictFlaw(evidence: Evidence, conflict: Conflict): Judgement | null {
  if (conflict.holder) return holderFlaw(evidence, conflict, conflict.holder);
  const { path, because, reason } = conflict;
  const named = reason ? namesHolder[reason] : namedOnDisk(conflict);
  if (named === null) {
    const open = `${at(conflict)} gives neither a holder of ${path} nor a reason, and nobody looked at the file: ${because}`;
    return unknown(open, conflict);
  }
  if (!named && path !== "") return null;
  return violated(`${at(conflict)} names no holder of ${path}, and not why: ${because}`, conflict);
}

/** Where only words were said: whether the lock file named somebody. Null where nobody saw it. */
function namedOnDisk({ onDisk }: Conflict): boolean | null {
  if (onDisk === undefined || onDisk === unread) return null;
  return onDisk !== null && onDisk !== "unreadable";
}

function holderFlaw(
  { cell }: Evidence,
  event: { readonly seq: number },
  holder: LockHolder,
): Judgement | null {
  const missing = [
    Number.isInteger(holder.pid) && holder.pid > 0 ? [] : ["pid"],
    holder.hostname ? [] : ["host"],
    !Number.isNaN(Date.parse(holder.createdAt)) ? [] : ["time"],
    holder.lockPath ? [] : ["lock path"],
  ].flat();
  if (missing.length > 0) {
    return violated(`the holder at ${at(event)} has no ${missing.join(", ")}`, event);
  }
  if (holder.gardenId === cell.gardenId) return null;
  return violated(`${at(event)} names a holder of ${holder.gardenId}`, event);
}

/** A number that was given away since says nothing of who bore it when the lock was taken. */
function holdsNoMore(evidence: Evidence, conflict: Conflict): Judgement | null {
  const placed = eventsOf(evidence, "lock-placed").find(
    ({ process, holder }) => process === "another" && holder.nonce === conflict.holder?.nonce,
  );
  if (!placed || !takesForLiving(conflict)) return null;
  const { pid, startTime } = placed.holder;
  const because = `${at(conflict)} takes process ${pid} for the holder, which began at ${startTime} and is no more (${at(placed)})`;
  return violated(because, conflict, placed);
}

/**
 * Where nobody but the gate has put a lock, the holder that is named must be the one in it. A dispatch
 * that was killed, or that failed, may have held the lock for a moment and not come to say so.
 */
function differsFromPlaced(evidence: Evidence, conflict: Conflict): Judgement | null {
  const { holder, path, seq } = conflict;
  const isHere = (event: { readonly path: string }) => event.path === path;
  const placed = eventsOf(evidence, "lock-placed").findLast(
    (each) => isHere(each) && each.seq < seq,
  );
  if (!placed || !holder || !takesForLiving(conflict)) return null;
  if (eventsOf(evidence, "lock-acquired").some(isHere)) return null;
  const others = dispatchesOf(evidence).filter(({ number }) => number !== conflict.dispatch);
  if (others.some(({ killed, threw }) => killed || threw)) return null;
  const fields = ["nonce", "pid", "hostname"] as const;
  const differing = fields.filter((field) => holder[field] !== placed.holder[field]);
  if (differing.length === 0) return null;
  const because = `${at(conflict)} names another ${differing.join(", ")} than the lock that was placed (${at(placed)})`;
  return violated(because, conflict, placed);
}

/**
 * Whoever is kept out by a reclaimer at work is told whose lock that one takes over; and where the
 * process table cannot be read, nobody can tell. A refusal without a reason is taken at its word.
 */
const takesForLiving = ({ reason }: Conflict): boolean => reason === undefined || reason === "held";

/** A conflict in a dispatch has to come back as its rejection. */
function passedOn(
  evidence: Evidence,
  conflict: Conflict,
  rejections: readonly Rejection[],
): Judgement | null {
  if (rejections.some(({ dispatch }) => dispatch === conflict.dispatch)) return null;
  const because = `dispatch ${conflict.dispatch} met a lock (${at(conflict)}) and was not refused as target-locked`;
  return absent(evidence, because, conflict);
}

function rejectionFlaw(
  evidence: Evidence,
  rejection: Rejection,
  conflicts: readonly Conflict[],
): Judgement | null {
  const { outcome, dispatch } = rejection;
  const conflict = conflicts.find((each) => each.dispatch === dispatch);
  if (!conflict) return unknown(`the conflict behind ${at(rejection)} was not recorded`, rejection);
  const { holder } = outcome;
  if (holder === null) {
    if (conflict.holder === null && outcome.message.includes(conflict.path)) return null;
    const kept = conflict.holder ? `pid ${conflict.holder.pid}` : conflict.path;
    const because = `${at(rejection)} drops ${kept}, known at ${at(conflict)}`;
    return violated(because, conflict, rejection);
  }
  const same = conflict.holder?.pid === holder.pid && conflict.holder.nonce === holder.nonce;
  if (same) return holderFlaw(evidence, rejection, holder);
  const known = conflict.holder ? `pid ${conflict.holder.pid}` : "nobody";
  const because = `${at(rejection)} names pid ${holder.pid}, ${at(conflict)} ${known}`;
  return violated(because, conflict, rejection);
}

function describe(event: Conflict | Rejection): string {
  if (event.type === "lock-refused") {
    const { holder, path, because } = event;
    if (!holder) return `${at(event)}: ${path}, ${because}`;
    return `${at(event)}: pid ${holder.pid} on ${holder.hostname} since ${holder.createdAt}, ${holder.lockPath}`;
  }
  return `passed on at ${at(event)}`;
}
