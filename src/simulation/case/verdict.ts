// A case → its evidence and what is wrong with it. Where the case says what is due, every claim is
// judged; elsewhere only those that must hold whatever happens.

import type { Expectation } from "../../evidence/cell.ts";
import type { GatePart } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { type ClaimJudgement, judgeCell } from "../../invariants/judge.ts";
import { whatFailed } from "../../invariants/reading/checks.ts";
import type { Circumstances } from "../../invariants/reading/circumstances.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { Scene } from "../../scene/scene.ts";
import { isDeath } from "../machine/actor.ts";
import type { SimulatedCase } from "./case.ts";
import { claimsIn, everyClaim, gateClaim, mustBeKnown, observedKind } from "./claims.ts";
import { dueIn } from "./expect.ts";
import { runCase, type SimulatedRun } from "./run.ts";
import type { Watching } from "./watching.ts";

/** A claim that a case violates, or that had nothing to look at where it must have. */
export interface Violation {
  readonly claim: string;
  readonly sentence: string;
  readonly because: string;
  readonly events: readonly number[];
}

export interface Examined {
  readonly run: SimulatedRun;
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  /** Of each claim that was asked; of one that was not asked in this case, nothing is shown. */
  readonly judgements: readonly ClaimJudgement[];
}

export interface ExamineOptions {
  readonly lane: Lane;
  /** Names of the claims to judge (default: all that apply). */
  readonly claims?: readonly string[];
  readonly traced?: boolean;
  readonly watching?: Watching;
}

export async function runAndJudge(
  simulated: SimulatedCase,
  { lane, claims, traced = false, watching }: ExamineOptions,
): Promise<Examined> {
  const due = lane.traits.locking ? dueIn(simulated) : null;
  const expectation = due ?? { kind: "resumed" };
  const run = await runCase(simulated, { lane, expectation, traced, watching });
  const evidence = due
    ? run.evidence
    : { ...run.evidence, cell: { ...run.evidence.cell, expectation: observedKind(run.evidence) } };
  const asked = due ? everyClaim : claimsIn(circumstancesOf(simulated, run));
  const wanted = claims ? asked.filter(({ name }) => claims.includes(name)) : asked;
  const judgements = judgeCell(evidence, wanted).claims;
  return { run, evidence, violations: violationsOf(run, judgements, due), judgements };
}

/** A disk that was made to fail a dispatcher may have failed the gate's own eyes there. */
const isLook = (where: GatePart) => where === "lock-look" || where === "release-look";

const diskFailed = ({ points }: SimulatedRun): boolean =>
  points.some(({ fate }) => fate === "fails" || fate === "tears");

function violationsOf(
  run: SimulatedRun,
  judgements: readonly ClaimJudgement[],
  due: Expectation | null,
): readonly Violation[] {
  const [broken] = eventsOf(run.evidence, "gate-failed").filter(
    ({ where }) => !(diskFailed(run) && isLook(where)),
  );
  const failure = broken && {
    claim: gateClaim,
    sentence: "The gate itself never fails.",
    because: whatFailed(broken),
    events: [broken.seq],
  };
  const violated = judgements.filter(
    (each) =>
      each.verdict === "violated" ||
      (each.verdict === "unknown" && due !== null && mustBeKnown(each, due)),
  );
  const named = violated.map(({ name, claim, because, events }) => ({
    claim: name,
    sentence: claim,
    because,
    events,
  }));
  return failure ? [failure, ...named] : named;
}

/** What a claim may know of the scene's lock. */
const lockFound: Record<Scene["lock"], Circumstances["lock"]> = {
  none: "free",
  "dead-holder": "dead-holder",
  "number-given-away": "dead-holder",
  "number-of-another-user": "dead-holder",
  "live-holder": "not-ours-to-take",
  "foreign-holder": "not-ours-to-take",
  "other-host": "not-ours-to-take",
  "reused-pid": "not-ours-to-take",
  empty: "not-ours-to-take",
  corrupt: "not-ours-to-take",
  "wrong-id": "not-ours-to-take",
  "marker-left": "not-ours-to-take",
  "numbers-given-on": "not-ours-to-take",
  "cleared-by-hand": "touched-by-hand",
  "replaced-by-hand": "touched-by-hand",
};

function circumstancesOf(
  { scene, children, dispatchers }: SimulatedCase,
  run: SimulatedRun,
): Circumstances {
  const { points, evidence } = run;
  return {
    died: points.some(({ fate }) => isDeath(fate)),
    failed: diskFailed(run),
    lock: lockFound[scene.lock],
    recordCorrupt: scene.record === "corrupt",
    alone: dispatchers.length === 1,
    orphaned:
      dispatchers.length > 1 &&
      eventsOf(evidence, "watch-ended").some(({ outcome }) => outcome.kind === "lock-retained"),
    acquired: evidence.events.some(({ type }) => type === "lock-acquired"),
    littered: children.some(({ fate }) => fate === "forges-socket" || fate === "dies-in-turn"),
  };
}
