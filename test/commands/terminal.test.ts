// A run in a real pseudo-terminal: what is seen while it goes on, and that nothing of it stays when it ends.
import { mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "vitest";
import { temporaryDirectory } from "../matrix/place.ts";
import { inTerminal } from "./pseudo-terminal.ts";
import { until } from "./start.ts";

test("look", async () => {
  const root = resolve(import.meta.dirname, "../..");
  const place = realpathSync(temporaryDirectory());
  mkdirSync(join(place, "t"));
  const t = inTerminal(
    [process.execPath, "--import", import.meta.resolve("tsx"), join(root, "src/main.ts"), "--config", join(root, "matrix.config.ts"), "--output", join(place, "out"), ...(process.env.WORDS ?? "").split(" ")],
    { directory: place, environment: { HOME: place, TMPDIR: join(place, "t") }, columns: Number(process.env.COLS ?? 100), rows: Number(process.env.ROWS ?? 30) },
  );
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    process.stderr.write(`---- ${n}\n${t.screen().join("\n")}\n`);
  }, 4000);
  if (process.env.STOP) { await until(() => t.bytes().includes("seed")); await new Promise((r) => setTimeout(r, Number(process.env.STOP))); t.type("\u0003"); }
  const code = await t.ended;
  clearInterval(timer);
  process.stderr.write(`==== ${code} cursor ${t.cursorColumn()} ${t.cursorLine()}\n${t.everything().join("\n")}\n`);
}, 300_000);
