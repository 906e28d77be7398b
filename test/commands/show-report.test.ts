import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

/** After a run of two cells, of which one fails. */
async function afterARun() {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "one/bad"] });
  const { stdout } = await inProcess(place, ["--json"]);
  return { place, run: JSON.parse(stdout) };
}

function blockOf(file: string, id: string) {
  const [, packed] = new RegExp(`id="${id}">([^<]*)<`).exec(readFileSync(file, "utf8")) ?? [];
  return packed === undefined
    ? null
    : JSON.parse(inflateRawSync(Buffer.from(packed, "base64")).toString());
}

describe("show-report", () => {
  test("writes the page into the run's directory, and prints its path", async () => {
    const { place, run } = await afterARun();
    const { code, stdout } = await inProcess(place, ["show-report"]);
    const file = join(run.directory, "report.html");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}\n` });
    const overview = blockOf(file, "overview");
    expect(overview).toMatchObject({ run: run.run, verdict: "fail", reportAll: false });
    const events = overview.cells.map((_: unknown, at: number) => blockOf(file, `evidence-${at}`));
    expect(events).toEqual([null, expect.objectContaining({ events: expect.any(Array) })]);
  });

  test.skipIf(process.platform === "darwin")(
    "says that it was not opened where there is no display",
    async () => {
      const { place, run } = await afterARun();
      const { code, stdout, stderr } = await inProcess(place, ["show-report", "--open"]);
      expect([code, stdout]).toEqual([0, `${join(run.directory, "report.html")}\n`]);
      expect(stderr).toBe("The page was not opened: there is no display.\n");
    },
  );

  test("puts in the events of all cells with --report-all, and writes where it is told", async () => {
    const { place, run } = await afterARun();
    const words = ["show-report", run.run, "--report-all", "--file", "sub/page.html"];
    const { code } = await inProcess(place, words);
    const file = join(place, "sub/page.html");
    expect([code, existsSync(join(run.directory, "report.html"))]).toEqual([0, false]);
    expect(blockOf(file, "evidence-0").cell.target.model).toBe("good");
  });

  test("is made by --reporter html=<file> as well, after a run or a check", async () => {
    const { place } = await afterARun();
    const { code } = await inProcess(place, ["check", "--reporter", "html=page.html"]);
    expect(code).toBe(1);
    expect(blockOf(join(place, "page.html"), "overview").counts.fail).toBe(1);
  });

  test("of a run that is not there says so", async () => {
    const { code, stderr } = await inProcess(temporaryDirectory(), ["show-report", "nowhere"]);
    expect(code).toBe(254);
    expect(stderr).toMatch(/There is no run "nowhere"/);
  });

  test("of a file in the place of a run says that it is none", async () => {
    const place = temporaryDirectory();
    writeFileSync(join(place, "notes.md"), "");
    const { code, stderr } = await inProcess(place, ["show-report", "notes.md"]);
    expect(code).toBe(254);
    expect(stderr).toMatch(/notes\.md is not a run of this tool/);
  });
});
