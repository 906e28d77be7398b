// The check of workflows is one that can be red.
import { expect, test } from "vitest";
import { faultsInWorkflow } from "./workflow-lint.ts";

const workflow = (step: string) =>
  [
    "on: push",
    "jobs:",
    "  matrix:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    `      - ${step}`,
    "",
  ].join("\n");

test("a sound workflow has no fault", async () => {
  expect(await faultsInWorkflow(workflow("run: npx resume-matrix --reporter github"))).toEqual([]);
});

test.each([
  ["run: echo $" + "{{ github.nope }}", /^6: property "nope" is not defined/],
  ["use: actions/checkout@v4", /^6: .*"use"/],
])("one with %j has", async (step, fault) => {
  expect((await faultsInWorkflow(workflow(step))).join("\n")).toMatch(fault);
});
