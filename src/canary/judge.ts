// What became of a canary: pure, over the evidence of its cell. A canary counts as killed only by
// the claim that it names; whatever else turned red proves nothing of that claim.
import { type Evidence, eventsOf, isComplete, lastOf } from "../evidence/evidence.ts";
import type { CellJudgement } from "../invariants/judge.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import { canaryName } from "../lanes/canaries/canary.ts";
import type { Parts } from "../matrix/parts.ts";
import type { CanaryOutcome } from "../matrix/summary/canary-stamp.ts";

export interface CanaryVerdict {
  readonly outcome: CanaryOutcome;
  readonly because: string;
  /** Claims that were violated besides the one it names. */
  readonly others: readonly string[];
}

/** The cell of one canary; null where it never ended. */
export type CanaryRun = {
  readonly evidence: Evidence;
  readonly judgement: CellJudgement;
} | null;

export type Judging = Pick<Parts, "judge" | "claims">;

/** `ownClaims` are the config's: what they say is told, and decides nothing about this build. */
export function judgeCanary(
  canary: Canary,
  run: CanaryRun,
  ownClaims: Parts["claims"] = [],
): CanaryVerdict {
  const { claim, alone, tells = [] } = canary;
  const hung = (because: string): CanaryVerdict => ({ outcome: "hung", because, others: [] });
  if (run === null) return hung("the cell never ended");
  const { evidence, judgement } = run;
  if (!isComplete(evidence)) return hung("the evidence stops before the cell's end");
  if (lastOf(evidence, "cell-ended")?.interrupted) return hung("the cell had to be interrupted");
  const proof = proofOf(canary, evidence);
  if (proof === null) {
    return { outcome: "stale", because: `nothing shows that ${canary.breaks}`, others: [] };
  }
  const violated = judgement.claims.filter(({ verdict }) => verdict === "violated");
  const own = violated.find(({ name }) => name === claim);
  const others = violated.flatMap(({ name }) => (name === claim ? [] : [name]));
  const strays = others.filter((name) => !ownClaims.some((each) => each.name === name));
  const untold = tells.filter((words) => own && !own.because.includes(words));
  if (own && untold.length > 0) {
    const because = `${claim} was to tell of ${untold.join(", ")}, and said: ${own.because}`;
    return { outcome: "killed-for-the-wrong-reason", because, others };
  }
  if (own && (!alone || strays.length === 0)) {
    return { outcome: "killed", because: own.because, others };
  }
  if (own) {
    const because = `${claim} was to be violated alone, and ${strays.join(", ")} was as well`;
    return { outcome: "killed-for-the-wrong-reason", because, others };
  }
  const said = judgement.claims.find(({ name }) => name === claim);
  const because = said ? `${claim} ${said.verdict}: ${said.because}` : `${claim} is no claim`;
  const outcome = strays.length > 0 ? "killed-for-the-wrong-reason" : "survived";
  return { outcome, because, others };
}

/** What shows that the flaw took effect, or null. */
function proofOf(
  { name, behaviour, before, childFaults = [] }: Canary,
  evidence: Evidence,
): string | null {
  const fired = eventsOf(evidence, "fault-fired").find(({ fault }) => fault === canaryName(name));
  if (fired) return fired.proof;
  if (behaviour) {
    const { kind } = behaviour(evidence.cell);
    const met = eventsOf(evidence, "model-requested").some(
      (request) => request.turn === "resume" && request.behaviour === kind,
    );
    return met ? `the model did "${kind}"` : null;
  }
  if (childFaults.length > 0) return faultyChild(evidence, childFaults);
  return before ? leftovers(evidence) : null;
}

function faultyChild(evidence: Evidence, faults: readonly string[]): string | null {
  const asked = eventsOf(evidence, "child-requested").find(({ role, arguments: words }) =>
    faults.every((fault) => role === "resume" && words.some((word) => word.includes(fault))),
  );
  return asked ? `a resumed child was started with ${faults.join(", ")}` : null;
}

/** Whatever was there before the cell began is seen when the gate first looks around. */
function leftovers(evidence: Evidence): string | null {
  const check = eventsOf(evidence, "identity-checked")[0];
  if (check?.lock || check?.socket) return "something bore the garden id before the seed";
  const listed = eventsOf(evidence, "session-listed").find(({ files }) => files.length > 1);
  return listed ? `${listed.files.length} session files after the seed` : null;
}
