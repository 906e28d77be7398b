// A refusal as the caller gets it: the decision, and in words what led to it.
import type { ObservedLiveness, RejectReason } from "../evidence/cell.ts";
import type { DispatchOutcome, LockHolder } from "../evidence/event.ts";

export function rejected(
  verdict: { readonly reason: RejectReason; readonly observedLiveness: ObservedLiveness | null },
  message: string,
  holder: LockHolder | null = null,
): DispatchOutcome {
  const { reason, observedLiveness } = verdict;
  return { kind: "rejected", reason, observedLiveness, message, holder };
}
