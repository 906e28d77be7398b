// What a dispatch, the watch over its child and the turn it began came to, as the lane says it.
// Plain values: what really happened is in the events.
import type { ObservedLiveness, RejectReason } from "./cell.ts";

export interface LockHolder {
  readonly gardenId: string;
  readonly pid: number;
  readonly hostname: string;
  readonly createdAt: string;
  readonly nonce: string;
  readonly owner: string;
  readonly lockPath: string;
  /** When its process began; absent where the writer of the lock does not say. */
  readonly startTime?: string;
}

/** Why a lock could not be had. */
export type LockConflict =
  /** By a process that lives, or of which nobody here can tell whether it does. */
  | "held"
  /** By a process of which the process table could not be asked. */
  | "untold"
  /** Its holder is dead, and somebody else is taking it over. */
  | "being-reclaimed"
  /** Its holder is dead, and so is the process that was taking it over. */
  | "reclaimer-gone"
  /** It was there when it was to be made, and gone when it was to be read. */
  | "just-released"
  /** Its dead holder's lock was no longer there to be taken over. */
  | "reclaimed-first"
  /** Somebody else's was made just before our own. */
  | "taken-while-reclaiming"
  /** Empty, half-written or corrupt. */
  | "malformed"
  | "of-another-id"
  /** No file, or one that the disk does not give out. */
  | "unreadable"
  /** Nothing was said that this build knows; only in evidence that was converted. */
  | "unstated";

export type ReleaseResult = "released" | "not-owned" | "absent";

/** What a watch over a started child ended with; the middle column of the release reducer. */
export type WatchOutcome =
  | { readonly kind: "socket-alive"; readonly pid: number }
  | {
      readonly kind: "child-exited";
      readonly exitCode: number | null;
      readonly signal: string | null;
    }
  | { readonly kind: "spawn-start-failed"; readonly error: string }
  | {
      readonly kind: "lock-retained";
      readonly reason: "kill-unconfirmed" | "observe-failed";
      readonly pid: number | null;
      readonly socketPath: string;
      readonly lockPath: string;
      readonly observeTimeoutMs: number;
      readonly killGraceMs: number;
    };

/** How a turn ended, as the lane that owns the outcome says it; never inferred from a socket. */
export type TurnOutcome =
  | { readonly kind: "replied"; readonly text: string; readonly stopReason: string }
  | {
      readonly kind: "failed";
      readonly stopReason: string | null;
      readonly message: string | null;
    }
  | { readonly kind: "not-observed"; readonly because: string };

/** What a lane's `resume` came back with. */
export type DispatchOutcome =
  | {
      readonly kind: "resumed";
      readonly watch: WatchOutcome;
      /** Set when the delivery was done but the release threw: do not retry, clear by hand. */
      readonly lockDirty: string | null;
      readonly turn: TurnOutcome | null;
    }
  | {
      readonly kind: "rejected";
      readonly reason: RejectReason;
      readonly observedLiveness: ObservedLiveness | null;
      readonly message: string;
      readonly holder: LockHolder | null;
    }
  | {
      readonly kind: "sent";
      readonly via: "control-socket" | "meta-mailbox";
      readonly delivery: "sent" | "fallback-sent" | "enqueued";
      readonly lockDirty: string | null;
    }
  | { readonly kind: "send-failed"; readonly error: string };

/** How a request to the embedded provider ended. */
export type ModelOutcome =
  | "replied"
  | "refused"
  | "reset"
  | "truncated"
  | "hung"
  | "aborted-by-client";
