import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOf } from "../../../src/evidence/evidence.ts";
import { childScenarios } from "../../../src/gate/scenarios/child/index.ts";
import { parentDies } from "../../../src/gate/scenarios/child/parent-dies.ts";
import { v2 } from "../../../src/lanes/v2.ts";
import { type Harness, passesWithEveryLane, startHarness } from "../harness.ts";

passesWithEveryLane(childScenarios);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test("a child whose parent was killed in its turn replies after that", async () => {
  const { evidence } = await harness.runCell({ scenario: parentDies, lane: v2 });
  const [death] = eventsOf(evidence, "child-exited").filter(({ role }) => role === "dispatcher");
  const { resumeReply } = evidence.cell.nonces;
  const [reply] = eventsOf(evidence, "session-entry").filter(
    ({ role, text }) => role === "assistant" && text.includes(resumeReply),
  );
  expect(death?.signal).toBe("SIGKILL");
  expect(reply?.seq).toBeGreaterThan(death?.seq ?? Number.POSITIVE_INFINITY);
});
