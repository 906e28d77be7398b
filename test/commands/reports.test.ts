// Where reports go that a command makes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { expect, onTestFinished, test } from "vitest";
import { reportingIn } from "../../src/commands/given.ts";
import { addReporting } from "../../src/commands/options.ts";
import { judgedAsAsked, report } from "../../src/commands/reports.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { github } from "../../src/report/reporters/github.ts";
import { reporters } from "../../src/report/reporters/index.ts";
import { markdown } from "../../src/report/reporters/markdown.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { result, versionsOf } from "../matrix/results.ts";
import { inProcess } from "./in-process.ts";

const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
const summary = summarise([result()], { ...facts, versions: versionsOf });

async function reported(environment: Readonly<Record<string, string>>) {
  const place = mkdtempSync(join(tmpdir(), "rm-reports-"));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  let printed = "";
  const output = {
    columns: null,
    write: (text: string) => {
      printed += text;
    },
  };
  const io = { stdout: output, stderr: output, workingDirectory: place, environment } as never;
  await report(summary, [{ reporter: github, file: null }], {}, [], io);
  return { place, printed };
}

test("what a reporter appends goes to the file that the environment names, and nowhere without it", async () => {
  const { place, printed } = await reported({ GITHUB_STEP_SUMMARY: "step.md" });
  expect(readFileSync(join(place, "step.md"), "utf8")).toMatch(/^### Resume matrix: pass\n/);
  expect(printed).toContain("PASS: 1 planned");
  expect(readdirSync((await reported({})).place)).toEqual([]);
  expect(github.appends?.render).toBe(markdown.render);
});

test("a flaky run fails where that is asked for, and stays as it is elsewhere", () => {
  const attempts = [{ gardenId: "g", because: "down", durationMs: 1 }];
  const flaky = summarise([result({ attempts })], { ...facts, versions: versionsOf });
  expect(judgedAsAsked(flaky, reportingIn({ failOnFlaky: true })).exitCode).toBe(1);
  expect(judgedAsAsked(flaky, reportingIn({}))).toBe(flaky);
});

test("the help names every reporter", () => {
  const command = new Command();
  addReporting(command);
  const help = command.helpInformation().replace(/\s+/g, " ");
  for (const { name } of reporters) expect(help).toContain(name);
});

test.each(["--list", "--dry-run"])(
  "a reporter that is not there is told with %s as well",
  async (flag) => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"] });
    const { code, stdout, stderr } = await inProcess(place, [flag, "--reporter", "nope"]);
    expect([code, stdout]).toEqual([254, ""]);
    expect(stderr).toContain("nope");
  },
);
