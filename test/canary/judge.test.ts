import { expect, test } from "vitest";
import { type CanaryRun, judgeCanary } from "../../src/canary/judge.ts";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import { holds } from "../../src/invariants/invariant.ts";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import { type Canary, defineCanary } from "../../src/lanes/canaries/canary.ts";
import { plainCase } from "../../src/simulation/case/case.ts";
import { cellOf } from "../../src/simulation/case/cell.ts";
import { simulatedVersions } from "../../src/simulation/pi/agent.ts";

const canary = (changes: Partial<Canary> = {}): Canary => ({
  ...defineCanary({ name: "x", breaks: "x is wrong", claim: "bounded", source: "claim" }),
  ...changes,
});

const stamp = { seq: 0, atMs: 0, wallMs: 0 };
const fired: EvidenceEvent = { ...stamp, type: "fault-fired", fault: "canary:x", proof: "it was" };
const ended: EvidenceEvent = { ...stamp, type: "cell-ended", interrupted: false };

function run(violated: readonly string[], events: readonly EvidenceEvent[]): CanaryRun {
  const claims = ["bounded", "one-turn"].map((name): ClaimJudgement => {
    const verdict = violated.includes(name) ? "violated" : "holds";
    return { name, claim: "", verdict, because: verdict, events: [] };
  });
  return {
    evidence: {
      cell: cellOf(plainCase("x"), canary().lane, { kind: "resumed" }),
      versions: simulatedVersions,
      events,
    },
    judgement: { verdict: violated.length > 0 ? "fail" : "pass", claims },
  };
}

test.each([
  ["is killed by its own claim", canary(), run(["bounded"], [fired, ended]), "killed"],
  [
    "is killed by its own claim though others turn red as well",
    canary(),
    run(["bounded", "one-turn"], [fired, ended]),
    "killed",
  ],
  [
    "is killed for the wrong reason where its claim was to be the only one",
    canary({ alone: true }),
    run(["bounded", "one-turn"], [fired, ended]),
    "killed-for-the-wrong-reason",
  ],
  [
    "is killed for the wrong reason by another claim",
    canary(),
    run(["one-turn"], [fired, ended]),
    "killed-for-the-wrong-reason",
  ],
  [
    "is killed where its claim tells what it has to tell",
    canary({ tells: ["viol", "ated"] }),
    run(["bounded"], [fired, ended]),
    "killed",
  ],
  [
    "is killed for the wrong reason where its claim tells of something else",
    canary({ tells: ["viol", "input[3]"] }),
    run(["bounded"], [fired, ended]),
    "killed-for-the-wrong-reason",
  ],
  [
    "survives where nothing is violated, whatever was to be told",
    canary({ tells: ["input[3]"] }),
    run([], [fired, ended]),
    "survived",
  ],
  ["survives where nothing is violated", canary(), run([], [fired, ended]), "survived"],
  ["is stale where its flaw took no effect", canary(), run(["bounded"], [ended]), "stale"],
  [
    "is stale where another canary's flaw did",
    canary(),
    run(["bounded"], [{ ...fired, fault: "canary:y" }, ended]),
    "stale",
  ],
  ["is hung where the cell never ended", canary(), null, "hung"],
  ["is hung where the evidence stops short", canary(), run(["bounded"], [fired]), "hung"],
  [
    "is hung where the cell was interrupted at its bound",
    canary(),
    run(["bounded"], [fired, { ...ended, interrupted: true }]),
    "hung",
  ],
] as const)("a canary %s", (_claim, subject, cell, outcome) => {
  expect(judgeCanary(subject, cell).outcome).toBe(outcome);
});

test("what a config's own claims say of a canary is listed, and decides nothing", () => {
  const own = { name: "one-turn", claim: "", judge: () => holds("so") };
  const alone = judgeCanary(canary({ alone: true }), run(["bounded", "one-turn"], [fired, ended]), [
    own,
  ]);
  expect(alone).toMatchObject({ outcome: "killed", others: ["one-turn"] });
  const stray = judgeCanary(canary(), run(["one-turn"], [fired, ended]), [own]);
  expect(stray).toMatchObject({ outcome: "survived", others: ["one-turn"] });
});

test("a model's flaw took effect only if the resumed turn met it", () => {
  const model = canary({ behaviour: () => ({ kind: "length" }) });
  const asked = (turn: "seed" | "resume"): EvidenceEvent => ({
    ...stamp,
    type: "model-requested",
    turn,
    wireApi: "",
    transport: "",
    model: "",
    messages: 1,
    userMessages: 1,
    status: 200,
    outcome: "replied",
    behaviour: "length",
    recalled: true,
    lastUserText: "",
    durationMs: 0,
  });
  expect(judgeCanary(model, run(["bounded"], [asked("seed"), ended])).outcome).toBe("stale");
  expect(judgeCanary(model, run(["bounded"], [asked("resume"), ended])).outcome).toBe("killed");
});

test("a fault in a child took effect only if a resumed child was started with it", () => {
  const faulty = canary({ childFaults: ["deaf"] });
  const started = (role: "seed" | "resume", word: string): EvidenceEvent => ({
    ...stamp,
    type: "child-requested",
    child: { dispatch: null, n: 1 },
    role,
    dispatch: null,
    arguments: ["--extension", word],
    workingDirectory: "/",
    marker: null,
    lockOnDisk: null,
  });
  const judged = (event: EvidenceEvent) =>
    judgeCanary(faulty, run(["bounded"], [event, ended])).outcome;
  expect(judged(started("resume", "/faults/deaf.ts"))).toBe("killed");
  expect(judged(started("resume", "/faults/dumb.ts"))).toBe("stale");
  expect(judged(started("seed", "/faults/deaf.ts"))).toBe("stale");
});
