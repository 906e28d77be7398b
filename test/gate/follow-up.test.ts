import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOf } from "../../src/evidence/evidence.ts";
import { resumeAndObserve } from "../../src/gate/resuming.ts";
import { defineScenario } from "../../src/gate/scenario.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const failsThen = defineScenario({
  name: "fails-in-follow-up",
  summary: "the model refuses whatever comes after the resumed turn",
  faults: [],
  expect: () => ({ kind: "resumed" }),
  act: (stage, session) =>
    resumeAndObserve(stage, session, {
      afterTurn: () => stage.model.behave([], { kind: "status", status: 401, message: "no more" }),
    }),
});

test("a resident whose second turn fails for good is not waited for any longer", async () => {
  const { evidence, complaints } = await harness.runCell({ scenario: failsThen });
  const residency = eventsOf(evidence, "phase-ended").find(({ phase }) => phase === "residency");
  expect(residency?.outcome).toBe("done");
  expect(complaints).toEqual([expect.stringMatching(/^resident-stays violated: no reply to/)]);
});
