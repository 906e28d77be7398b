// The decision: what a caller declared it wants, against what was measured. Pure and total; the
// contract a caller gets never depends on anything found later.
import type { Liveness, ObservedLiveness, RejectReason } from "../evidence/cell.ts";
import type { Intent } from "../formats/intent.ts";

export const livenesses = [
  "live",
  "dormant",
  "indeterminate",
] as const satisfies readonly Liveness[];

/** Which liveness each reason goes with. `null`: decided before anything was probed. */
export const rejectLiveness = {
  "bad-target": [null],
  "target-address-conflict": [null],
  "target-locked": [null],
  "dormant-fire-forget-unsupported": ["dormant"],
  "indeterminate-no-spawn": ["indeterminate"],
  "owned-live-no-autosend": ["live"],
  "mailbox-undeliverable": ["unsupported"],
  "backend-liveness-unsupported": ["unsupported"],
  "untrusted-fail-fast": ["dormant"],
} as const satisfies Record<RejectReason, readonly (ObservedLiveness | null)[]>;

/** One member per legal pair of reason and liveness; no other pair is a value of this type. */
export type Reject = {
  [R in RejectReason]: {
    readonly kind: "reject";
    readonly reason: R;
    readonly observedLiveness: (typeof rejectLiveness)[R][number];
  };
}[RejectReason];

export function reject<R extends RejectReason>(reason: R): Extract<Reject, { reason: R }> {
  const observedLiveness = rejectLiveness[reason][0];
  return { kind: "reject", reason, observedLiveness } as Extract<Reject, { reason: R }>;
}

export type Decision =
  | { readonly kind: "send-control-socket" }
  | { readonly kind: "resume" }
  | { readonly kind: "send-mailbox" }
  | Reject;

/** Backends with a liveness predicate (`pi`): one verdict a cell, no default. */
const decisionTable = {
  "fire-and-forget": {
    live: { kind: "send-control-socket" },
    dormant: reject("dormant-fire-forget-unsupported"),
    indeterminate: reject("indeterminate-no-spawn"),
  },
  "owned-outcome": {
    live: reject("owned-live-no-autosend"),
    dormant: { kind: "resume" },
    indeterminate: reject("indeterminate-no-spawn"),
  },
} as const satisfies Record<Intent, Record<Liveness, Decision>>;

/** All other backends: whether a live receiver is armed decides, nothing is probed. */
const mailboxTable = {
  "fire-and-forget": { armed: { kind: "send-mailbox" }, unarmed: reject("mailbox-undeliverable") },
  "owned-outcome": {
    armed: reject("backend-liveness-unsupported"),
    unarmed: reject("backend-liveness-unsupported"),
  },
} as const satisfies Record<Intent, Record<"armed" | "unarmed", Decision>>;

export function decide(intent: Intent, liveness: Liveness): Decision {
  return decisionTable[intent][liveness];
}

export function decideMailbox(intent: Intent, receiverArmed: boolean): Decision {
  return mailboxTable[intent][receiverArmed ? "armed" : "unarmed"];
}
