// What is printed of a run is the same to the byte whether its results are held whole or are read again cell by cell:
// cells that pass, fail, are open, skipped, not run, damaged, tried again, show a hazard and do not.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { underId } from "../../bench/synthetic.ts";
import { report } from "../../src/commands/reports.ts";
import { decodeEvidence, encodeEvidence } from "../../src/evidence/codec.ts";
import { invariants } from "../../src/invariants/index.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { evidenceFile, journalFile } from "../../src/matrix/plan/layout.ts";
import { checkRun } from "../../src/matrix/store/check.ts";
import { encodeJournalHeader, encodeResult } from "../../src/matrix/store/journal.ts";
import { writeRunRecord } from "../../src/matrix/store/run-record.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { reporters } from "../../src/report/reporters/index.ts";
import { nodeWorld } from "../../src/world/node.ts";
import {
  change,
  evidenceOf,
  gardenId,
  line,
  lines,
  plainV1,
  plainV2,
  type Sample,
  the,
  withCell,
  without,
} from "../invariants/sample.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { runRecord } from "../matrix/records.ts";
import { result } from "../matrix/results.ts";
import { inProcess } from "./in-process.ts";

const judge: Parts["judge"] = (evidence, own = []) => judgeCell(evidence, [...invariants, ...own]);
const parts: Parts = { ...fakeParts(nodeWorld()), judge };
const fails = (sample: Sample) => change(sample, the("census"), { strayFiles: ["/tmp/1"] });
const hazard = { kind: "hazard", shows: ["single-writer"] } as const;
const showing = withCell(plainV1, { expectation: hazard });
const forked = change(showing, line(lines.resumeUser), { parentId: `entry-${lines.seedUser}` });

const samples: Readonly<Record<string, Sample>> = {
  passes: plainV2,
  "passes-again": plainV2,
  fails: fails(plainV2),
  open: without(plainV2, the("census")),
  "cut-short": without(plainV2, the("cell-ended")),
  "shows-hazard": forked,
  "hides-hazard": showing,
  "tried-again": plainV2,
  "failed-before": plainV2,
  damaged: plainV2,
};

const idOf = (index: number) => `20300102T030405-${index.toString(16).padStart(6, "0")}`;

/** With what was recorded in a cell of another id. */
const textOf = (sample: Sample) =>
  underId(encodeEvidence(evidenceOf(sample)), gardenId, sample.cell.gardenId);
const read = (sample: Sample) => decodeEvidence(textOf(sample)).evidence;

/** A run of all of them, and of two cells without a result. */
function recordedRun(): { place: string; directory: string } {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"] });
  const directory = join(place, "out", "20300102-030405-a1b2");
  mkdirSync(directory, { recursive: true });
  const { target } = plainV2.cell;
  const cells = Object.entries(samples).map(([scenario, sample], index) =>
    withCell(sample, { scenario, gardenId: idOf(index) }),
  );
  const earlier = {
    "tried-again": withCell(plainV2, { scenario: "tried-again", gardenId: idOf(100) }),
    "failed-before": withCell(fails(plainV2), { scenario: "failed-before", gardenId: idOf(101) }),
  };
  const journal = cells.map((sample) => {
    const { lane, scenario, gardenId: own } = sample.cell;
    const before = Object.entries(earlier).filter(([name]) => name === scenario);
    const attempts = before.map(([, { cell }]) => ({
      gardenId: cell.gardenId,
      because: "the provider was down",
      durationMs: 5,
    }));
    const more = attempts.length === 0 ? {} : { attempts };
    return encodeResult(
      result({ target, lane, scenario, gardenId: own, ...judge(read(sample)), ...more }),
    );
  });
  for (const sample of [...cells, ...Object.values(earlier)]) {
    const file = evidenceFile(directory, sample.cell.gardenId);
    mkdirSync(dirname(file), { recursive: true });
    const text = textOf(sample);
    writeFileSync(file, sample.cell.scenario === "damaged" ? text.replace("{", "[") : text);
  }
  writeFileSync(join(directory, journalFile), encodeJournalHeader("r") + journal.join(""));
  const planned = cells.map(({ cell: { lane, scenario } }) => ({ lane, scenario, skip: null }));
  const others = [
    { lane: "v1", scenario: "left-out", skip: "lane v1 takes no lock" },
    { lane: "v2", scenario: "not-run", skip: null },
  ];
  const plan = [...planned, ...others].map((each) => ({ target, repetition: 1, ...each }));
  writeRunRecord(directory, { ...runRecord({ socketRoot: place }), plan }, (text) => text);
  return { place, directory };
}

/** As it is told where all results are held. */
async function toldOfWhole(directory: string, name: string, verbose: boolean): Promise<string> {
  const { summary } = checkRun(directory, judge);
  let printed = "";
  const output = {
    columns: null,
    write(text: string) {
      printed += text;
    },
  };
  const at = { workingDirectory: dirname(dirname(directory)), environment: {} };
  const chosen = reporters.filter((each) => each.name === name);
  await report(
    { summary, scenarios: parts.scenarios, wholeOf: null },
    chosen.map((reporter) => ({ reporter, file: null })),
    { verbose, reportAll: true },
    { stdout: output, stderr: output, ...at } as never,
  );
  return printed;
}

test("the run has a cell of every kind", () => {
  const { counts, cells } = checkRun(recordedRun().directory, judge).summary;
  expect(counts).toMatchObject({ pass: 4, fail: 3, unknown: 3, skip: 2, hazard: 1 });
  expect(cells.some(({ attempts }) => attempts !== undefined)).toBe(true);
  expect(cells.some(({ damaged }) => damaged)).toBe(true);
});

describe.each(reporters)("check prints as $name", ({ name }) => {
  test.each([[], ["--verbose"]])("what it would of whole results %s", async (...flags) => {
    const { place, directory } = recordedRun();
    const words = ["check", directory, "--report-all", "--reporter", name, ...flags];
    const { stdout } = await inProcess(place, words, parts);
    const isSame = stdout === (await toldOfWhole(directory, name, flags.length > 0));
    expect([isSame, stdout.length > 50]).toEqual([true, true]);
  });
});

test.each([["--json"], ["--verbose"]])(
  "a run prints with %s what its check prints",
  async (flag) => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good", "two/bad", "three/open"], repeat: 2 });
    const ran = await inProcess(place, [flag, "--quiet"]);
    expect([ran.code, ran.stdout.includes("the model is good")]).toEqual([1, true]);
    expect((await inProcess(place, ["check", flag])).stdout).toBe(ran.stdout);
  },
);

test("a reason whose evidence was taken away since says so, and the verdict stands", () => {
  const { directory } = recordedRun();
  const { summary, wholeOf } = checkRun(directory, judge, [], { brief: true });
  const [first] = summary.cells;
  rmSync(evidenceFile(directory, first?.gardenId ?? ""));
  const { verdict, claims } = wholeOf(first as CellResult);
  const held = claims.find((claim) => claim.verdict === "holds");
  expect([verdict, held?.because]).toEqual(["pass", "the cell's evidence is no longer there"]);
});

test("what a claim said where it held is told, though no result holds it", async () => {
  const { place, directory } = recordedRun();
  const { stdout } = await inProcess(place, ["check", directory, "--verbose"], parts);
  expect(stdout).not.toMatch(/: $/m);
  const { summary, wholeOf } = checkRun(directory, judge, [], { brief: true });
  expect(summary.cells[0]?.claims.some(({ because }) => because === "")).toBe(true);
  const whole = checkRun(directory, judge).summary;
  expect(summary.cells.map(wholeOf).map(({ claims }) => claims)).toEqual(
    whole.cells.map(({ claims }) => claims),
  );
});
