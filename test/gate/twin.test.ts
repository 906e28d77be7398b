// Real pi: the seed's process goes on with the resumed turn's prompt, and nothing of that is left.
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOf, firstOf } from "../../src/evidence/evidence.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test("the twin asks once, and the session is what it was before", {
  timeout: 120_000,
}, async () => {
  const { evidence, judgement, complaints } = await harness.runCell({ scenario: "plain" });
  expect(complaints).toEqual([]);
  const continues = judgement.claims.find(({ name }) => name === "resume-continues");
  expect(continues).toMatchObject({ verdict: "holds" });
  const requests = eventsOf(evidence, "model-requested");
  expect(requests.map(({ turn }) => turn)).toEqual(["seed", "twin", "resume", "follow-up"]);
  const { resumeUser, seedUser } = evidence.cell.nonces;
  const dormant = firstOf(evidence, "session-prefix")?.content;
  expect(dormant).toContain(seedUser);
  expect(dormant).not.toContain(resumeUser);
  // The twin's prompt would be found whole if the provider had kept it.
  const [, twin, resumed] = requests;
  expect(resumed?.usage).toEqual(twin?.usage);
});

test("a scenario that sets a scene of its own has no twin", { timeout: 120_000 }, async () => {
  const { evidence, judgement } = await harness.runCell({ scenario: "stale-socket" });
  expect(eventsOf(evidence, "model-requested").some(({ turn }) => turn === "twin")).toBe(false);
  const continues = judgement.claims.find(({ name }) => name === "resume-continues");
  expect(continues?.verdict).toBe("not-applicable");
});
