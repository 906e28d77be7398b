// With a stand-in of our own, whose README says what that proves and what it does not.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsOf, firstOf } from "../../../src/evidence/evidence.ts";
import { openEntwurf } from "../../../src/lanes/entwurf/open.ts";
import type { Lane } from "../../../src/lanes/lane.ts";
import { type CellResult, type Harness, startHarness } from "../../gate/harness.ts";
import { buildStandIn } from "./stand-in.ts";

const timeoutMs = 120_000;

let root: string;
let harness: Harness;
const lanes: Record<string, Lane> = {};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "rm-stand-in-"));
  harness = await startHarness();
  for (const generation of ["A", "B"] as const) {
    const opened = await openEntwurf(buildStandIn(join(root, generation), generation), null);
    if (opened.kind === "unusable") throw new Error(opened.because);
    for (const lane of opened.lanes) lanes[`${lane.name} ${generation}`] = lane;
  }
}, timeoutMs);

afterAll(async () => {
  await harness.close();
  await rm(root, { recursive: true, force: true });
});

function run(name: string, scenario = "plain"): Promise<CellResult> {
  const lane = lanes[name];
  if (!lane) throw new Error(`the stand-in offers no ${name}`);
  return harness.runCell({ lane, scenario });
}

const violations = ({ judgement }: CellResult) =>
  judgement.claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => name);
const unknowns = ({ judgement }: CellResult) =>
  judgement.claims.filter(({ verdict }) => verdict === "unknown").map(({ name }) => name);

describe("a stand-in with entwurf's exports", () => {
  test.each(["A", "B"])(
    "of generation %s has only its residency violated: its child leaves with its turn",
    async (generation) => {
      const result = await run(`entwurf-v2 ${generation}`);
      expect(violations(result)).toEqual(["resident-stays"]);
      expect(unknowns(result)).toEqual([]);
    },
    timeoutMs,
  );

  test(
    "records the lock and the child where the package itself takes and starts them",
    async () => {
      const { evidence } = await run("entwurf-v2 A");
      const lock = firstOf(evidence, "lock-acquired");
      expect(lock?.onDisk).toBe(lock?.nonce);
      const release = firstOf(evidence, "lock-released");
      expect(release).toMatchObject({ result: "released", onDiskAfter: null });
      const child = eventsOf(evidence, "child-requested").find(({ role }) => role === "resume");
      expect(child).toMatchObject({ lockOnDisk: lock?.nonce, marker: evidence.cell.gardenId });
      const asked = eventsOf(evidence, "socket-asked").find(
        ({ moment }) => moment === "at-release",
      );
      expect(asked?.answer?.sessionId).toBe(evidence.cell.gardenId);
    },
    timeoutMs,
  );

  test(
    "maps the garden id to the id that pi chose, in generation B",
    async () => {
      const { evidence } = await run("entwurf-v2 B");
      const mapped = firstOf(evidence, "identity-mapped");
      expect(mapped?.gardenId).toBe(evidence.cell.gardenId);
      expect(mapped?.sessionId).not.toBe(evidence.cell.gardenId);
    },
    timeoutMs,
  );

  test(
    "says nothing of the turn's end, which is not applicable and no pass",
    async () => {
      const { judgement } = await run("entwurf-v2 A");
      const outcome = judgement.claims.find(({ name }) => name === "turn-outcome");
      expect(outcome?.verdict).toBe("not-applicable");
      expect(outcome?.because).toContain("never says how the turn ended");
    },
    timeoutMs,
  );

  test(
    "forks the transcript where two of its v1 run at once",
    async () => {
      const { judgement } = await run("entwurf-v1 A", "two-without-lock");
      const fork = judgement.claims.find(({ name }) => name === "single-writer");
      expect(fork?.because).toMatch(/^hazard shown: /);
    },
    timeoutMs,
  );

  test("offers no v1 in generation B", () => {
    expect(Object.keys(lanes)).toEqual(["entwurf-v2 A", "entwurf-v1 A", "entwurf-v2 B"]);
  });
});
