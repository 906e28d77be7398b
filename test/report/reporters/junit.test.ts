import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { junit } from "../../../src/report/reporters/junit.ts";
import { colourless } from "../../../src/report/style.ts";
import { anyResult, result, versionsOf } from "../../matrix/results.ts";
import { faultsInJunit } from "./junit-schema.ts";

const claim = { name: "one-turn", claim: "", events: [] };

const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
const options = { width: 80, verbose: false, paint: colourless, groupOf: () => "other" };

test("JUnit's XML has a case for each cell, with its verdict and its reason", () => {
  const cells = [
    result(),
    result({
      scenario: "a",
      verdict: "fail",
      claims: [{ ...claim, verdict: "violated", because: '"<2>" & \ud800\ufffe\u001b[31m3' }],
    }),
    result({ scenario: "b", verdict: "unknown", because: "it never ended" }),
    result({ scenario: "c", verdict: "skip", because: "no lock", durationMs: 0 }),
  ];
  const summary = summarise(cells, { ...facts, versions: versionsOf });
  expect(junit.render(summary, options)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuite name="resume-matrix" tests="4" failures="1" errors="1" skipped="1">
      <testcase classname="v2" name="pi:openai/gpt-5.4 v2 plain #1" time="1.234"></testcase>
      <testcase classname="v2" name="pi:openai/gpt-5.4 v2 a #1" time="1.234"><failure message="one-turn: &quot;&lt;2&gt;&quot; &amp; �3"/></testcase>
      <testcase classname="v2" name="pi:openai/gpt-5.4 v2 b #1" time="1.234"><error message="it never ended"/></testcase>
      <testcase classname="v2" name="pi:openai/gpt-5.4 v2 c #1" time="0.000"><skipped message="no lock"/></testcase>
    </testsuite>
    "
  `);
});

property.prop([fc.array(anyResult, { maxLength: 4 })], { numRuns: 20 })(
  "any run is valid by the schema",
  async (cells) => {
    const summary = summarise(cells, { ...facts, versions: versionsOf });
    expect(await faultsInJunit(junit.render(summary, options))).toEqual([]);
  },
);

test("a known failure is counted where it stands: among the skipped", () => {
  const claims = [{ ...claim, verdict: "violated", because: "two" }] as const;
  const known = [{ claim: "one-turn", because: "an issue" }];
  const summary = summarise([result({ verdict: "fail", claims })], {
    ...facts,
    versions: versionsOf,
    known,
  });
  const text = junit.render(summary, options);
  expect(text).toContain('tests="1" failures="0" errors="0" skipped="1"');
  expect(text).toContain('<skipped message="known: an issue"/>');
});

test("the schema refuses what is none", async () => {
  const suite = '<testsuite name="x" tests="1" failures="0" errors="0">';
  for (const inside of ['<testcase name="a"/>', "<failed/>", "text"]) {
    expect(await faultsInJunit(`${suite}${inside}</testsuite>`)).not.toEqual([]);
  }
  expect(await faultsInJunit(`${suite}<testcase>`)).not.toEqual([]);
});
