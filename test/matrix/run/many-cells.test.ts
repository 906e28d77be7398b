// A run of very many cells holds little for each of them: the plan makes a cell when it is due, and its result
// is brief. What is measured is a ratio, of what a cell adds to the heap and of its line in the journal.
import { statSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { judgeCell } from "../../../src/invariants/judge.ts";
import type { Parts } from "../../../src/matrix/parts.ts";
import { journalFile } from "../../../src/matrix/plan/layout.ts";
import { runMatrix } from "../../../src/matrix/run/run.ts";
import { checkRun } from "../../../src/matrix/store/check.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { evidenceOf, plainV2 } from "../../invariants/sample.ts";
import { fakeParts } from "../fake-parts.ts";
import { requestFor, silent, temporaryDirectory } from "../place.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
const world = nodeWorld();
const never = new AbortController().signal;

/** Claims as many and as long as those of a real cell. */
const judged = JSON.stringify(judgeCell(evidenceOf(plainV2)));

/** Bytes of the heap while the last cell runs, when all the others are over. */
async function runMany(repeat: number, brief: boolean) {
  const fakes: Parts = { ...fakeParts(world), judge: () => JSON.parse(judged) };
  const seen = { begun: 0, heapBytes: 0 };
  const openRunner: Parts["openRunner"] = async (options) => {
    const runner = await fakes.openRunner(options);
    return {
      ...runner,
      async runCell(cell, observer) {
        seen.begun += 1;
        if (seen.begun === repeat) {
          collect();
          seen.heapBytes = process.memoryUsage().heapUsed;
        }
        return runner.runCell(cell, observer);
      },
    };
  };
  const config = { targets: ["one/good"], repeat, workers: 1 };
  const asked = await requestFor(temporaryDirectory(), config, { ...fakes, openRunner });
  const request = { ...asked, brief };
  const parts = { ...fakes, openRunner };
  const summary = await runMatrix(request, parts, world, silent, never);
  const journalBytes = statSync(join(summary.directory ?? "", journalFile)).size;
  return { summary, parts, heapBytes: seen.heapBytes, journalBytes };
}

async function heldOfJournal(brief: boolean): Promise<number> {
  const [few, many] = [await runMany(50, brief), await runMany(350, brief)];
  return (many.heapBytes - few.heapBytes) / (many.journalBytes - few.journalBytes);
}

test("a cell that is over takes a small part of its line in the journal", async () => {
  // What is loaded with the first run is not a cell's.
  await runMany(1, true);
  const [brief, whole] = [await heldOfJournal(true), await heldOfJournal(false)];
  expect(brief).toBeLessThan(0.2);
  // The measure can tell.
  expect(whole).toBeGreaterThan(0.5);
}, 120_000);

test("a brief run is summed up as it is checked", async () => {
  const { summary, parts } = await runMany(3, true);
  const claimed = summary.cells.flatMap(({ claims }) => claims.map(({ verdict }) => verdict));
  expect(claimed.length).toBeGreaterThan(60);
  const { summary: checked } = checkRun(summary.directory ?? "", parts.judge, [], { brief: true });
  expect(checked).toEqual(summary);
});
