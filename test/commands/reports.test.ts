// Where reports go that a command makes.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, onTestFinished, test } from "vitest";
import { reportingIn } from "../../src/commands/given.ts";
import { addReporting } from "../../src/commands/options.ts";
import { judgedAsAsked, needBrief, report } from "../../src/commands/reports.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { type ChosenReport, chooseReports } from "../../src/report/reporters/choose.ts";
import { github } from "../../src/report/reporters/github.ts";
import { reporters } from "../../src/report/reporters/index.ts";
import { markdown } from "../../src/report/reporters/markdown.ts";
import { defineReporter, type Reporter } from "../../src/report/reporters/reporter.ts";
import { UsageError } from "../../src/world/usage-error.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { result, versionsOf } from "../matrix/results.ts";
import { inProcess } from "./in-process.ts";

const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
const summary = summarise([result()], { ...facts, versions: versionsOf });

async function reported(
  environment: Readonly<Record<string, string>>,
  chosen: readonly ChosenReport[] = [{ reporter: github, file: null }],
) {
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
  const told = { summary, scenarios: [], wholeOf: null };
  await report(told, chosen, {}, io);
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

describe("a reporter of one's own", () => {
  const own = defineReporter({ name: "own", summary: "mine", brief: true, render: () => "mine\n" });
  const need = (reporter: Reporter, verbose: boolean) =>
    needBrief([{ reporter, file: null }], { verbose });

  test("gets whole results where it does not say that it is brief, or is verbose", () => {
    expect([need(own, false), need(own, true), need({ ...own, brief: false }, false)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(reporters.every((each) => need(each, true))).toBe(true);
  });

  const throwing = () => {
    throw new Error("oops");
  };
  test.each<[what: string, broken: Partial<Reporter>, why: string, left: string]>([
    ["its render throws", { render: throwing }, "oops", "earlier\n"],
    [
      "its render gives no text",
      { render: () => 7 as never },
      "it gave number for text",
      "earlier\n",
    ],
    [
      "a later part is none",
      { parts: () => ["one", 7 as never] },
      "it gave number for text",
      "one",
    ],
    ["its parts are none", { parts: () => 7 as never }, "", "earlier\n"],
  ])("is named where it fails, and the others are written: %s", async (_, broken, why, left) => {
    const place = temporaryDirectory();
    const [kept, other] = [join(place, "kept"), join(place, "other")];
    writeFileSync(kept, "earlier\n");
    const reporter = { ...own, ...broken };
    const failure = await reported({}, [
      { reporter, file: null },
      { reporter, file: kept },
      { reporter: own, file: other },
    ]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    const [printed, written] = String(failure).split("\n");
    expect(printed).toContain(`Reporter own failed: ${why}`);
    expect(written).toContain(`could not be written to ${kept}: Reporter own failed: ${why}`);
    expect([kept, other].map((file) => readFileSync(file, "utf8"))).toEqual([left, "mine\n"]);
  });

  test("may give its text in parts", async () => {
    const inTwo = { ...own, parts: () => ["one, ", "two\n"] };
    const file = join(temporaryDirectory(), "in", "b");
    const configured = [inTwo, { ...inTwo, name: "b", file }];
    const at = { named: [], workingDirectory: "/", configDirectory: "/" };
    const { printed } = await reported({}, chooseReports({ ...at, configured }));
    expect([printed, readFileSync(file, "utf8")]).toEqual(["one, two\n", "one, two\n"]);
  });
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

describe("a place where no report can be written", () => {
  const place = () => {
    const made = temporaryDirectory();
    writeConfig(made, { targets: ["one/good"] });
    writeFileSync(join(made, "file"), "mine");
    mkdirSync(join(made, "folder"));
    return made;
  };

  test.each([
    ["junit=folder", /junit=\S+folder: cannot be written: it is a directory/],
    ["junit=file/x.xml", /junit=\S+x\.xml: cannot be written: \S*file is no directory/],
    ["junit=file/deep/x.xml", /cannot be written: \S*file is no directory/],
    [`junit=${"x".repeat(300)}`, /cannot be written: ENAMETOOLONG/],
  ])("is refused before the first cell: %s", async (reporter, told) => {
    const here = place();
    const { code, stdout, stderr } = await inProcess(here, ["--reporter", reporter]);
    expect([code, stdout]).toEqual([254, ""]);
    expect(stderr).toMatch(told);
    expect(existsSync(join(here, "out"))).toBe(false);
    expect(readFileSync(join(here, "file"), "utf8")).toBe("mine");
  });

  test("that is only found when it is written to is a bad argument all the same", async () => {
    const here = place();
    // Looking makes nothing: until then the output directory is no directory.
    const { code, stdout, stderr } = await inProcess(here, ["--reporter", "junit=out"]);
    expect(code).toBe(254);
    expect(stdout).toContain("PASS");
    expect(stderr).toMatch(/The report could not be written to \S+out: EISDIR/);
  });

  test.each([
    ["check", "--reporter", "json=folder"],
    ["compare", "latest", "latest", "--reporter", "json=folder"],
    ["dossier", "--reporter", "json=folder"],
    ["replay", "kept.json", "--reporter", "html=folder"],
    ["show-report", "--file", "folder"],
    ["explore", "--runs", "1", "--output", "file/x"],
    ["explore", "--runs", "1", "--kept", "file/x"],
    ["explore", "--exhaustive", "--output", "file/x"],
    ["canary", "--grep", "^forked-transcript ", "--output", "file/x"],
  ])("is refused by %s %s %s", async (...args) => {
    const here = place();
    if (args[0] === "show-report") await inProcess(here, ["--quiet"]);
    const { code, stdout, stderr } = await inProcess(here, args);
    expect([code, stdout]).toEqual([254, ""]);
    expect(stderr).toContain("cannot be written");
  });
});
