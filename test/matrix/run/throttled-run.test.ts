// A whole run against a provider that admits three at once: what a cell records of a 429 slows the run
// down, and the cell is run again.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Cell } from "../../../src/evidence/cell.ts";
import { createRecorder } from "../../../src/evidence/recorder.ts";
import type { CellObserver, Parts } from "../../../src/matrix/parts.ts";
import { runMatrix } from "../../../src/matrix/run/run.ts";
import { checkRun } from "../../../src/matrix/store/check.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import type { World } from "../../../src/world/world.ts";
import { fakeParts, versions } from "../fake-parts.ts";
import { requestFor, silent, temporaryDirectory } from "../place.ts";

const room = 3;

/** Time that passes a hundred times as fast. */
function hurried(): World {
  const world = nodeWorld();
  const { clock } = world;
  return {
    ...world,
    clock: {
      ...clock,
      monotonicMs: () => clock.monotonicMs() * 100,
      sleep: (durationMs, signal) => clock.sleep(durationMs / 100, signal),
    },
  };
}

/** How a refused cell ends. */
interface Ending {
  readonly phase: "seed" | "assistant-turn";
  readonly outcome: "timed-out" | "failed";
}

function refusing(world: World, ending: Ending) {
  let inUse = 0;
  const seen = { refusals: 0 };
  const runCell = async (cell: Cell, { onEvent }: CellObserver) => {
    const { record, events } = createRecorder(world.clock, onEvent);
    const { phase } = ending;
    record({ type: "phase-started", phase, timeoutMs: 10 });
    inUse += 1;
    const isRefused = inUse > room;
    const answer = {
      type: "model-requested",
      turn: "seed",
      wireApi: "openai-responses",
      transport: "http",
      model: cell.target.model,
      messages: 1,
      userMessages: 1,
      recalled: false,
      lastUserText: "",
      durationMs: 1,
    } as const;
    if (isRefused) {
      seen.refusals += 1;
      record({ ...answer, status: 429, outcome: "refused" });
    } else {
      record({ ...answer, status: 200, outcome: "replied" });
      await world.clock.sleep(3_000);
    }
    inUse -= 1;
    const outcome = isRefused ? ending.outcome : "done";
    record({ type: "phase-ended", phase, outcome, because: "" });
    record({ type: "cell-ended", interrupted: false });
    return { cell, versions, events };
  };
  const openRunner: Parts["openRunner"] = async () => ({
    versions,
    runCell,
    close: async () => undefined,
  });
  return { seen, openRunner };
}

async function runRefused(ending: Ending) {
  const world = hurried();
  const { seen, openRunner } = refusing(world, ending);
  const parts = { ...fakeParts(world), openRunner };
  const config = { targets: ["one/good"], repeat: 30, workers: 16 };
  const request = await requestFor(temporaryDirectory(), config, parts);
  const never = new AbortController().signal;
  return { seen, parts, summary: await runMatrix(request, parts, world, silent, never) };
}

test.each(["seed", "assistant-turn"] as const)(
  "no cell of it is lost that was refused in its %s, though no retries were asked for",
  async (phase) => {
    const { seen, parts, summary } = await runRefused({ phase, outcome: "timed-out" });
    expect(summary).toMatchObject({ verdict: "pass", counts: { run: 30 } });
    expect(seen.refusals).toBeGreaterThanOrEqual(16 - room);
    expect(summary.cells.flatMap(({ attempts = [] }) => attempts)).toHaveLength(seen.refusals);
    const directory = summary.directory ?? "";
    expect(checkRun(directory, parts.judge).summary).toEqual(summary);
    // Had the runner been killed before the next attempt, the cell would have been gone on with.
    const [, ...lines] = readFileSync(join(directory, "journal.jsonl"), "utf8").trim().split("\n");
    const attempts = lines.filter((line) => line.includes('"verdict":"unknown"'));
    expect(attempts).toHaveLength(seen.refusals);
    expect(attempts.every((line) => line.includes('"unfinished":true'))).toBe(true);
  },
);

test("no failure of it is taken back", async () => {
  const { seen, summary } = await runRefused({ phase: "seed", outcome: "failed" });
  const failed = summary.cells.filter(({ verdict }) => verdict === "fail");
  expect(seen.refusals).toBeGreaterThan(0);
  expect(failed).toHaveLength(seen.refusals);
  expect(summary.cells.flatMap(({ attempts = [] }) => attempts)).toEqual([]);
});
