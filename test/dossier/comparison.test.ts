import { expect, test } from "vitest";
import { comparisonOf } from "../../src/dossier/comparison.ts";
import { pairsOf } from "../../src/dossier/pairs.ts";
import type { Scenario } from "../../src/gate/scenario.ts";
import type { Lane } from "../../src/lanes/lane.ts";
import { defaultThresholds } from "../../src/matrix/config/config.ts";
import type { PlannedCoordinates } from "../../src/matrix/store/run-record.ts";
import { type Fault, UsageError } from "../../src/world/usage-error.ts";
import { lane, scenario } from "../matrix/fake-parts.ts";
import { result } from "../matrix/results.ts";
import { pooled } from "./two-lanes.ts";

const { target } = result();
const lockless = "takes no lock";

const lockHeld: Scenario = {
  ...scenario,
  name: "lock-held",
  cannotRun: ({ traits }: Lane) => (traits.locking ? null : lockless),
};
const oldLane: Lane = { ...lane, name: "v1", traits: { resident: false, locking: false } };
const build = { lanes: [lane, oldLane], scenarios: [scenario, lockHeld] };

const cell = (laneName: string, changes: Partial<PlannedCoordinates> = {}): PlannedCoordinates => ({
  target,
  lane: laneName,
  scenario: "plain",
  repetition: 1,
  skip: null,
  ...changes,
});

const compared = (
  plan: readonly PlannedCoordinates[],
  named = {},
  fidelity: "live" | "loopback" = "live",
) => comparisonOf([{ plan, config: { fidelity } }], defaultThresholds, build, named);

const live = { fidelity: "live", history: null } as const;
const loopback = { fidelity: "loopback", history: null } as const;

const lanesOf = (plan: readonly PlannedCoordinates[], named = {}) => {
  const { baseline, candidate } = compared(plan, named);
  return [baseline, candidate];
};

function faultsOf(act: () => unknown): readonly Fault[] {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.faults;
    throw error;
  }
  throw new Error("it was not refused");
}

test.each<[string, readonly string[], readonly string[]]>([
  ["the built-in lanes", ["v2", "v1"], ["v1", "v2"]],
  ["a checkout's lanes", ["entwurf-v2", "entwurf-v1"], ["entwurf-v1", "entwurf-v2"]],
  ["a checkout whose v1 is gone", ["entwurf-v2"], ["entwurf-v1", "entwurf-v2"]],
  ["both, of which the checkout's count", ["v2", "v1", "entwurf-v2"], ["entwurf-v1", "entwurf-v2"]],
])("compares by itself in a run of %s", (_what, present, expected) => {
  expect(lanesOf(present.map((name) => cell(name)))).toEqual(expected);
});

test("a lane that is named beats its default, and the other one stays", () => {
  const plan = ["v1", "v2", "entwurf-v2", "entwurf-v1"].map((name) => cell(name));
  expect(lanesOf(plan, { baseline: "v2" })).toEqual(["v2", "entwurf-v2"]);
  expect(lanesOf(plan, { baseline: "v1", candidate: "v2" })).toEqual(["v1", "v2"]);
});

test("refuses a named lane that the run has not, with the one that was meant", () => {
  const plan = [cell("entwurf-v2"), cell("entwurf-v1")];
  expect(faultsOf(() => compared(plan, { baseline: "entwurf-v3" }))[0]).toMatchObject({
    where: "--old entwurf-v3",
    message: expect.stringContaining("did you mean"),
  });
  expect(faultsOf(() => compared(plan, { candidate: "something" }))[0]).toEqual({
    where: "--new something",
    message: "is no lane of this run; it has entwurf-v2, entwurf-v1",
  });
});

test("refuses to compare a lane with itself", () => {
  expect(() => compared([cell("v1"), cell("v2")], { baseline: "v2" })).toThrow("with itself");
});

test("excuses what a history cannot be put through, by the run's own word", () => {
  const history = { name: "tool-call", fate: "kept", shows: [] } as const;
  const unsuited = { history, skip: "not with a tool call", unsuited: true };
  const { unsuited: why } = compared([cell("v1", unsuited), cell("v2", { history })]);
  const at = { ...live, history: "tool-call" };
  expect(why("plain", "v1", target, at)).toBe("not with a tool call");
  expect(why("plain", "v2", target, at)).toBeNull();
  expect(why("plain", "v1", target, live)).toBeNull();
});

test("excuses a lane that only its run knows by what that run could by nature not do", () => {
  const unsuited = { scenario: "lock-held", skip: lockless, unsuited: true };
  const { unsuited: why } = compared([cell("entwurf-v1"), cell("entwurf-v1", unsuited)]);
  expect(why("lock-held", "entwurf-v1", target, live)).toBe(lockless);
  expect(why("lock-held", "entwurf-v2", target, live)).toBeNull();
  expect(why("plain", "entwurf-v1", target, live)).toBeNull();
});

test("does not excuse a skip for what lacked on the machine", () => {
  const plan = [cell("entwurf-v2"), cell("entwurf-v1", { skip: "no credentials" })];
  expect(compared(plan).unsuited("plain", "entwurf-v1", target, live)).toBeNull();
});

test("excuses every skip at loopback, where nothing can lack", () => {
  const plan = [cell("entwurf-v2"), cell("entwurf-v1", { skip: lockless })];
  const { unsuited } = compared(plan, {}, "loopback");
  expect(unsuited("plain", "entwurf-v1", target, loopback)).toBe(lockless);
  expect(unsuited("plain", "entwurf-v2", target, loopback)).toBeNull();
});

test("asks this build, and not the record, of a lane that it knows", () => {
  const claimed = { skip: "the record says so", unsuited: true };
  const { unsuited } = compared([cell("v1", claimed), cell("v2")]);
  expect(unsuited("plain", "v1", target, live)).toBeNull();
  expect(unsuited("lock-held", "v1", target, live)).toBe(lockless);
});

test("a scenario that a checkout's run left out lacks on both sides", () => {
  const plan = [cell("entwurf-v2"), cell("entwurf-v1")];
  const cells = plan.map((planned) => result({ ...planned, verdict: "pass" }));
  const [, left] = pairsOf(pooled(cells), compared(plan, {}, "loopback"));
  expect(left).toMatchObject({ scenario: "lock-held", relation: "open" });
  expect([left?.baseline.lacking, left?.candidate.lacking]).toEqual([1, 1]);
});
