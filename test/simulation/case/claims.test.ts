import { describe, expect, test } from "vitest";
import { plainScene } from "../../../src/simulation/case/case.ts";
import { claimsIn, everyClaim, rows } from "../../../src/simulation/case/claims.ts";

const untroubled = {
  ...{ died: false, failed: false, orphaned: false, littered: false, acquired: true },
  alone: false,
  scene: plainScene,
};
const asked = (change: Partial<typeof untroubled>) =>
  claimsIn({ ...untroubled, ...change }).map(({ name }) => name);

describe("the table of claims", () => {
  test("has one row for every claim, and for nothing else", () => {
    const names = rows.map(({ claim }) => claim);
    expect(names.toSorted()).toEqual(everyClaim.map(({ name }) => name).toSorted());
  });

  test("gives one sentence as the reason of every waiver", () => {
    const everywhere = asked({}).filter(
      (name) =>
        asked({
          died: true,
          failed: true,
          orphaned: true,
          littered: true,
          acquired: false,
        }).includes(name) &&
        asked({ scene: { ...plainScene, lock: "cleared-by-hand" } }).includes(name),
    );
    for (const { claim, otherwise } of rows) {
      if (everywhere.includes(claim)) expect(otherwise, claim).toBe("");
      else expect(otherwise, claim).toMatch(/^[A-Z].*[^.]\.$/);
    }
  });

  test("still asks for a single release where a dispatcher died", () => {
    expect(asked({ died: true })).toContain("single-release");
    expect(asked({ failed: true })).not.toContain("single-release");
  });

  test("lets a hand at the lock excuse only what somebody else could have done meanwhile", () => {
    const scene = { ...plainScene, lock: "cleared-by-hand" } as const;
    const excused = (alone: boolean) =>
      asked({ alone }).filter((name) => !asked({ alone, scene }).includes(name));
    const held = ["lock-held-before-spawn", "single-release"];
    const kept = ["mutual-exclusion", "one-living-holder", "one-turn", "single-writer"];
    expect(excused(true).toSorted()).toEqual([...held, "no-lock-left"].toSorted());
    expect(excused(false).toSorted()).toEqual([...held, ...kept, "no-lock-left"].toSorted());
  });
});
