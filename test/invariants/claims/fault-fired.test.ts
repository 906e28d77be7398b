// What is said of the faults that a scenario names, and of their proofs.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { faultFired } from "../../../src/invariants/claims/fault-fired.ts";
import { after, plainV2, the, withCell } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(faultFired);

const fired = (fault: string, proof: string): UnstampedEvent => ({
  type: "fault-fired",
  fault,
  proof,
});
const armed = (fault: string): UnstampedEvent => ({ type: "fault-armed", fault, detail: "" });
const naming = (faults: readonly string[], ...events: readonly UnstampedEvent[]) =>
  after(withCell(plainV2, { faults }), the("lock-released"), ...events);

describe("each fault that is named", () => {
  test("is told with its proof", () => {
    const both = [fired("slow-disk", "800 ms"), fired("full-disk", "ENOSPC")];
    expect(told(naming(["slow-disk", "full-disk"], ...both))).toBe(
      "holds: slow-disk: 800 ms ([fault-fired]); full-disk: ENOSPC ([fault-fired 2])",
    );
  });

  test("needs one proof, however often it struck", () => {
    const twice = [fired("slow-disk", ""), fired("slow-disk", "800 ms")];
    expect(told(naming(["slow-disk"], ...twice))).toMatch(/^holds/);
  });

  test("needs a proof that says something", () => {
    const twice = [fired("slow-disk", ""), fired("slow-disk", " ")];
    expect(told(naming(["slow-disk"], ...twice))).toBe(
      "violated: slow-disk is said to have fired ([fault-fired], [fault-fired 2]), without proof",
    );
  });

  test("has to strike: to have been armed, or that another one struck, is not enough", () => {
    const idle = [armed("full-disk"), armed("slow-disk"), fired("full-disk", "ENOSPC")];
    expect(told(naming(["slow-disk"], ...idle))).toBe("unknown: slow-disk never fired");
    expect(shownBy(faultFired)(naming(["slow-disk"], ...idle))).toEqual(["[fault-armed 2]"]);
  });
});

test("a scenario without a fault is told by its name", () => {
  expect(told(plainV2)).toBe("not-applicable: scenario plain names no fault");
});
