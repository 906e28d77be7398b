// Real pi: a session that its own session code made, beside one that a turn of it left.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPi } from "../../src/agents/pi/find.ts";
import { type Evidence, eventsOf, firstOf } from "../../src/evidence/evidence.ts";
import { measuresOf } from "../../src/matrix/summary/measures.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const scenario = "stale-socket";

/** What the lines that stand there before the resume are, and what the seed's and its reply's say. */
function dormantIn(evidence: Evidence) {
  const dispatched = firstOf(evidence, "dispatch-started")?.seq ?? 0;
  const entries = eventsOf(evidence, "session-entry").filter(({ seq }) => seq < dispatched);
  const { seedUser, recall, seedReply } = evidence.cell.nonces;
  const file = eventsOf(evidence, "session-listed")[0]?.files[0];
  return {
    kinds: entries.map(({ kind, role }) => `${kind} ${role}`),
    asks: entries.some(({ role, text }) => role === "user" && text.includes(seedUser)),
    tells: entries.some(({ role, text }) => role === "user" && text.includes(recall)),
    replies: entries.some(({ role, text }) => role === "assistant" && text === seedReply),
    isOwn: file?.header?.id === evidence.cell.gardenId && file.name?.includes("__entwurf"),
    model: file?.model,
  };
}

test("it differs from a real one in what was told of the agent alone", {
  timeout: 120_000,
}, async () => {
  const [made, real] = await Promise.all([
    harness.runCell({ scenario }),
    harness.runCell({ scenario, seed: "real" }),
  ]);
  expect([made.complaints, real.complaints]).toEqual([[], []]);
  const [here, there] = [dormantIn(made.evidence), dormantIn(real.evidence)];
  expect(here).toMatchObject({ asks: true, tells: true, replies: true, isOwn: true });
  expect(here).toEqual({
    ...there,
    kinds: there.kinds.filter((kind) => kind !== "message system"),
  });
  const turns = (evidence: Evidence) =>
    eventsOf(evidence, "model-requested").map(({ turn }) => turn);
  expect(turns(made.evidence)).toEqual(turns(real.evidence).filter((turn) => turn !== "seed"));
  expect(eventsOf(made.evidence, "child-started").map(({ role }) => role)).not.toContain("seed");
  expect([measuresOf(made.evidence).seed, measuresOf(real.evidence).seed]).toEqual([
    "made",
    undefined,
  ]);
});

test("a pi that keeps its session code elsewhere leaves the cell untested, and says what to do", {
  timeout: 120_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), "rm-"));
  const elsewhere = join(root, "package.json");
  const pi = await findPi();
  writeFileSync(elsewhere, readFileSync(pi.packageJson ?? "", "utf8"));
  const other = await startHarness({ pi: { ...pi, packageJson: elsewhere } });
  try {
    const { evidence, judgement } = await other.runCell({ scenario });
    expect(judgement.verdict).toBe("unknown");
    const seeding = eventsOf(evidence, "phase-ended").find(({ phase }) => phase === "seed");
    expect(seeding?.because).toContain("--seed real");
  } finally {
    await other.close();
    rmSync(root, { recursive: true, force: true });
  }
});
