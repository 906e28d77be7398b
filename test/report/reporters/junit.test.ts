import { expect, test } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { junit } from "../../../src/report/reporters/junit.ts";
import { colourless } from "../../../src/report/style.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const claim = { name: "one-turn", claim: "", events: [] };

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
  const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
  const summary = summarise(cells, { ...facts, versions: versionsOf });
  const options = { width: 80, verbose: false, paint: colourless, groupOf: () => "other" };
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
