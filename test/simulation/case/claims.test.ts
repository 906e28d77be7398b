import { describe, expect, test } from "vitest";
import type { Circumstances } from "../../../src/invariants/reading/circumstances.ts";
import { claimsIn, everyClaim } from "../../../src/simulation/case/claims.ts";

const untroubled: Circumstances = {
  died: false,
  failed: false,
  orphaned: false,
  littered: false,
  acquired: true,
  alone: false,
  lock: "free",
  recordCorrupt: false,
};
const asked = (change: Partial<Circumstances>) =>
  claimsIn({ ...untroubled, ...change }).map(({ name }) => name);

describe("what simulation asks of claims", () => {
  test("gives one sentence as the reason of every waiver", () => {
    const everywhere = asked({}).filter(
      (name) =>
        asked({
          died: true,
          failed: true,
          orphaned: true,
          littered: true,
          acquired: false,
          recordCorrupt: true,
        }).includes(name) && asked({ lock: "touched-by-hand" }).includes(name),
    );
    for (const { name, simulated } of everyClaim) {
      if (everywhere.includes(name)) expect(simulated, name).toBeUndefined();
      else expect(simulated?.otherwise, name).toMatch(/^[A-Z].*[^.]\.$/);
    }
  });

  test("still asks for a single release where a dispatcher died", () => {
    expect(asked({ died: true })).toContain("single-release");
    expect(asked({ failed: true })).not.toContain("single-release");
  });

  test("lets a hand at the lock excuse only what somebody else could have done meanwhile", () => {
    const lock = "touched-by-hand";
    const excused = (alone: boolean) =>
      asked({ alone }).filter((name) => !asked({ alone, lock }).includes(name));
    const held = ["lock-held-before-spawn", "single-release"];
    const kept = ["mutual-exclusion", "one-living-holder", "one-turn", "single-writer"];
    expect(excused(true).toSorted()).toEqual([...held, "no-lock-left"].toSorted());
    expect(excused(false).toSorted()).toEqual([...held, ...kept, "no-lock-left"].toSorted());
  });
});
