// A run in a real pseudo-terminal: what is seen while it goes on, and that nothing of it stays when it ends.
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../matrix/place.ts";
import { inTerminal, whyNoTerminal } from "./pseudo-terminal.ts";
import { start, until } from "./start.ts";

const root = resolve(import.meta.dirname, "../..");

function watch() {
  const place = realpathSync(temporaryDirectory());
  const temporary = join(place, "t");
  mkdirSync(temporary);
  const node = [
    process.execPath,
    "--import",
    import.meta.resolve("tsx"),
    join(root, "src/main.ts"),
  ];
  const output = ["--config", join(root, "matrix.config.ts"), "--output", join(place, "out")];
  const cells = ["--scenario", "plain", "--target", "openai/gpt-5.4", "--model-latency", "50000"];
  const terminal = inTerminal([...node, ...cells, ...output], {
    directory: place,
    environment: { HOME: place, TMPDIR: temporary },
    columns: 100,
    rows: 24,
  });
  const left = async () =>
    (await start("src/main.ts", ["reap", "--output", join(place, "out")], place).ended).stdout;
  return { ...terminal, left };
}

const isFrame = (line: string) => /^▸ |to come|cells {2}|^openai.*[▸·✓?]$/.test(line);

// A pseudo-terminal is opened by Python, which a CI image may lack.
describe.skipIf(whyNoTerminal !== null)("a run on a terminal", () => {
  test("is seen at work, fits a terminal that changes, and leaves it clean after Ctrl-C", async () => {
    const run = watch();
    await until(() => run.screen().some((line) => /^▸ seed +\d/.test(line)));
    expect(run.screen()).toContain("openai/gpt-5.4 ▸");
    for (const [columns, rows] of [
      [40, 24],
      [30, 12],
      [120, 30],
    ] as const) {
      const before = run.bytes().length;
      run.resize(columns, rows);
      await until(() => run.bytes().slice(before).includes("0/1 cells"));
      await until(
        () => run.everything().filter((line) => line.startsWith("0/1 cells")).length === 1,
      );
    }
    run.type("\u0003");
    expect(await run.ended).toBe(130);
    const lines = run.everything();
    expect(lines).toContain("Interrupted: ending the running cells. Again to quit at once.");
    expect(lines.join("\n")).toContain("? openai/gpt-5.4 v2 plain #1");
    expect(lines.filter(isFrame)).toEqual([]);
    expect(lines.at(-1)).toMatch(/^This is not an acceptance/);
    expect([run.cursorColumn(), run.cursorLine()]).toEqual([0, lines.length]);
    // Never hidden, so that nothing has to show it again.
    expect(run.bytes()).not.toContain("\u001b[?25l");
    expect(await run.left()).toBe("Nothing is left behind.\n");
  }, 120_000);
});

// As package.json starts it: a loader with a helper process of its own would lose that to the same key.
test.skipIf(whyNoTerminal !== null)(
  "Ctrl-C while the config is loaded is an interruption, and no fault of the config",
  async () => {
    const place = realpathSync(temporaryDirectory());
    const config = [
      'console.error("loading");',
      // A listener alone keeps no process waiting.
      "const waiting = setInterval(() => undefined, 1_000);",
      'await new Promise((interrupted) => process.once("SIGINT", interrupted));',
      "clearInterval(waiting);",
      'export default (await import("./rest.ts")).rest;',
    ];
    writeFileSync(join(place, "package.json"), '{"type":"module"}');
    writeFileSync(join(place, "matrix.config.ts"), config.join("\n"));
    writeFileSync(
      join(place, "rest.ts"),
      'export const rest: object = { targets: ["openai/gpt-5.4"], scenarios: ["plain"] };',
    );
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const words = scripts.matrix.replace("src/main.ts", join(root, "src/main.ts")).split(" ");
    const run = inTerminal([process.execPath, ...words.slice(1)], {
      directory: place,
      environment: { HOME: place, TMPDIR: place },
      columns: 100,
      rows: 24,
    });
    await until(() => run.everything().includes("loading"));
    run.type("\u0003");
    const code = await run.ended;
    expect([code, run.everything().join("\n")]).toEqual([
      130,
      expect.stringContaining("INTERRUPTED: "),
    ]);
  },
  60_000,
);

test.runIf(whyNoTerminal !== null)(`is not tried: ${whyNoTerminal}`, () => {
  expect(whyNoTerminal).toBeTruthy();
});
