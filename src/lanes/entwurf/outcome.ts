// What the package came back with, in the words of the evidence. Pure: nothing is added to what it
// said, and what it cannot say is null.
import { rejectReasons } from "../../evidence/cell.ts";
import type { DispatchOutcome, LockHolder, WatchOutcome } from "../../evidence/event.ts";
import type { LockClaim, RunResult, SpawnResult } from "./upstream.ts";

/** @throws Error with the package's own words, where it says that the dispatch failed. */
export function outcomeOf(result: RunResult): DispatchOutcome {
  switch (result.kind) {
    case "rejected":
      return rejected(result);
    case "executed":
      return executed(result.outcome);
    case "execution-failed":
      return failed(result);
  }
}

export function watchOf(result: SpawnResult, signal: string | null = null): WatchOutcome {
  switch (result.kind) {
    case "socket-alive":
      return { kind: "socket-alive", pid: result.pid ?? -1 };
    case "child-exited":
      return { kind: "child-exited", exitCode: result.exitCode, signal };
    case "spawn-start-failed":
      return { kind: "spawn-start-failed", error: result.error };
    case "lock-retained": {
      const { diagnostic, reason } = result;
      return {
        kind: "lock-retained",
        reason,
        pid: diagnostic.pid ?? null,
        socketPath: diagnostic.expectedSocketPath,
        lockPath: diagnostic.lockPath,
        observeTimeoutMs: diagnostic.observeTimeoutMs,
        killGraceMs: diagnostic.killGraceMs,
      };
    }
  }
}

export function holderOf(claim: LockClaim | null): LockHolder | null {
  if (claim === null) return null;
  const { gardenId, pid, hostname, createdAt, nonce, owner, lockPath } = claim;
  return { gardenId, pid, hostname, createdAt, nonce, owner, lockPath };
}

function rejected(result: Extract<RunResult, { kind: "rejected" }>): DispatchOutcome {
  const { receipt, diagnostic } = result;
  const said = otherWords[receipt.reason] ?? receipt.reason;
  const reason = rejectReasons.find((known) => known === said);
  if (!reason) throw new Error(`rejected for an unknown reason: ${receipt.reason}`);
  return {
    kind: "rejected",
    reason,
    observedLiveness: livenessOf(receipt.observedLiveness),
    message: diagnostic?.conflict.detail ?? receipt.reason,
    holder: holderOf(diagnostic?.conflict.holder ?? null),
  };
}

/** What later releases call by a name of its own, and was a bad target before. */
const otherWords: Readonly<Record<string, string>> = { "record-less-socket": "bad-target" };

function livenessOf(said: string | null) {
  switch (said) {
    case "alive":
      return "live";
    case "dead":
      return "dormant";
    case "indeterminate":
    case "unsupported":
    case null:
      return said;
    default:
      throw new Error(`rejected with an unknown liveness: ${said}`);
  }
}

function executed(outcome: Extract<RunResult, { kind: "executed" }>["outcome"]): DispatchOutcome {
  switch (outcome.transport) {
    case "spawn-bg":
      return { kind: "resumed", watch: watchOf(outcome.result), lockDirty: null, turn: null };
    case "meta-mailbox":
      return { kind: "sent", via: "meta-mailbox", delivery: "enqueued", lockDirty: null };
    case "control-socket": {
      const delivery = outcome.outcome;
      if (delivery === "sent" || delivery === "fallback-sent") {
        return { kind: "sent", via: "control-socket", delivery, lockDirty: null };
      }
      return { kind: "send-failed", error: outcome.rejectReason ?? delivery };
    }
  }
}

function failed(result: Extract<RunResult, { kind: "execution-failed" }>): DispatchOutcome {
  const { transport, error, finalizedOutcome } = result;
  if (transport !== "control-socket") throw new Error(error);
  if (finalizedOutcome === "sent" || finalizedOutcome === "fallback-sent") {
    const delivery = finalizedOutcome;
    return { kind: "sent", via: "control-socket", delivery, lockDirty: error };
  }
  return { kind: "send-failed", error };
}
