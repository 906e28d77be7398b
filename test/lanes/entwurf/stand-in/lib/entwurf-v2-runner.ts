// Stand-in: v2's decision and its one way to resume.
import type { Dependencies } from "./entwurf-v2-production.ts";

interface Input {
  readonly target: string;
  readonly intent: string;
  readonly message: string;
}

export async function runEntwurfV2({ target, intent, message }: Input, deps: Dependencies) {
  if (!deps.isCitizen(target)) return rejected("bad-target", null);
  const locked = deps.acquire(target);
  if (!locked.ok) {
    const { conflict } = locked;
    return { ...rejected("target-locked", null), diagnostic: { kind: "target-locked", conflict } };
  }
  const liveness = await deps.liveness(target);
  const reason =
    intent === "owned-outcome" ? "owned-live-no-autosend" : "dormant-fire-forget-unsupported";
  if ((intent === "owned-outcome") === (liveness === "alive")) {
    deps.release(locked.claim);
    return rejected(reason, liveness);
  }
  const child = deps.start(target, message);
  const result = await deps.watch(target, child);
  deps.release(locked.claim);
  const outcome = { transport: "spawn-bg", result: { ...result, released: true } } as const;
  return { kind: "executed", transport: "spawn-bg", receipt: { ok: true }, outcome } as const;
}

const rejected = (reason: string, observedLiveness: string | null) =>
  ({ kind: "rejected", receipt: { ok: false, reason, observedLiveness } }) as const;
