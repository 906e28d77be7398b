// The JSON of a run against its published schema, which is made from the shape it is written by:
// `npx vitest run test/report/json.test.ts -u` writes it anew.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { z } from "zod";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { renderJson } from "../../src/report/json.ts";
import { jsonShape } from "../../src/report/json-shape.ts";
import { anyResult, result, versionsOf } from "../matrix/results.ts";

const published = join(import.meta.dirname, "../../docs/report.schema.json");

test("the published schema is the shape that is written", async () => {
  const { $schema, ...schema } = z.toJSONSchema(jsonShape, {
    io: "input",
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  const text = JSON.stringify(
    { $schema, title: "A run of resume-matrix, as --reporter json writes it", ...schema },
    null,
    2,
  );
  await expect(`${text}\n`).toMatchFileSnapshot(published);
});

const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;

function reported(results: readonly CellResult[], more: object = {}) {
  const summary = summarise(results, { ...facts, versions: versionsOf, ...more });
  const value: unknown = JSON.parse(renderJson(summary));
  // Ajv reads the schema as others will; the shape leaves out each field that it does not name.
  expect(faultsIn(value)).toEqual([]);
  expect(jsonShape.parse(value)).toEqual(value);
  return value;
}

const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(published, "utf8")));

const faultsIn = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));

property.prop([fc.array(anyResult, { maxLength: 6 })], { numRuns: 100 })(
  "any run is as the schema says",
  (results) => void reported(results),
);

test("a run with everything in it is as the schema says", () => {
  const usage = {
    inputTokens: 1,
    outputTokens: 2,
    cacheReadTokens: 3,
    cacheWriteTokens: 4,
    costUsd: null,
  };
  const measures = {
    phases: [{ phase: "seed", durationMs: 1.5 }],
    usage,
    resumed: { inputTokens: 8, cachedTokens: 3 },
    refusedIn: ["resume"],
  };
  const attempts = [{ gardenId: "g", because: "down", durationMs: 3 }];
  const claim = { name: "one-turn", claim: "", because: "two", events: [] };
  const known = [{ claim: "one-turn", lane: "v2", because: "an issue" }];
  const target = { ...result().target, version: "1.2.3" };
  const canaries = {
    build: "b",
    total: 1,
    killed: 0,
    notRun: 0,
    sim: 1,
    loopback: 0,
    notKilled: ["x: survived (sim)"],
  };
  const cells = [
    result({ target, measures, attempts }),
    result({ target, repetition: 2, verdict: "fail", claims: [{ ...claim, verdict: "violated" }] }),
    result({ scenario: "b", claims: [{ ...claim, verdict: "holds" }] }),
  ];
  expect(reported(cells, { known, canaries })).toMatchObject({
    reportVersion: 1,
    counts: { known: 1 },
    repetitions: [{ planned: 2, usage: { n: 1 } }],
    findings: [{ outcome: "known" }],
  });
  const never = [{ claim: "one-turn", scenario: "b", because: "an issue" }];
  expect(reported(cells, { known: never })).toMatchObject({ noLongerShown: [{ held: 1 }] });
  expect(reported([], { run: null, directory: null, versions: null })).toMatchObject({ run: null });
});

test("a value that the schema does not allow is found", () => {
  expect(faultsIn({ reportVersion: 2 })).not.toEqual([]);
});
