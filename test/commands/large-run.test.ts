// Runs and sessions far larger than what a process may hold: read a piece at a time, or the child dies.
import { execFile } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { writeSyntheticRun } from "../../bench/synthetic.ts";
import { encodeEvidence } from "../../src/evidence/codec.ts";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import { evidenceFile, journalFile } from "../../src/matrix/plan/layout.ts";
import { encodeJournalHeader, encodeResult } from "../../src/matrix/store/journal.ts";
import { writeRunRecord } from "../../src/matrix/store/run-record.ts";
import { evidenceOf, gardenId, plainV2 } from "../invariants/sample.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { runRecord } from "../matrix/records.ts";
import { result } from "../matrix/results.ts";

const main = resolve(import.meta.dirname, "../../src/main.ts");
const run = promisify(execFile);

/** Of its heap, without the code that it loads: what it needs besides is a few megabytes. */
const heapMb = 64;

/** What it printed. @throws where it ran out of its heap. */
async function bounded(directory: string, ...words: readonly string[]): Promise<string> {
  const limit = `--max-old-space-size=${heapMb}`;
  const command = [limit, "--import", import.meta.resolve("tsx"), main, ...words];
  const { stdout } = await run(process.execPath, command, {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, CI: "1" },
    maxBuffer: 64 * 1024 ** 2,
  }).catch((error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => {
    // Not enough evidence, or a run of one lane.
    if (error.code === 1 || error.code === 2) return error;
    throw new Error(`${words.join(" ")} ended with ${error.code}: ${error.stderr.slice(-2000)}`);
  });
  return stdout;
}

/** Each with 200 kB of evidence that no claim looks at. */
function largeRun(root: string, cells: number): string {
  const source = join(root, "source");
  const record = runRecord({ socketRoot: join(root, "none") });
  const { target } = plainV2.cell;
  const plan = [{ target, lane: "v2", scenario: "plain", repetition: 1, skip: null }];
  mkdirSync(join(source, "cells", gardenId), { recursive: true });
  writeRunRecord(source, { ...record, plan }, (text) => text);
  const line = encodeResult(result({ gardenId, target }));
  writeFileSync(join(source, journalFile), encodeJournalHeader(record.run) + line);
  const { events, ...evidence } = evidenceOf(plainV2);
  const padded = events.map((event): EvidenceEvent => {
    return event.type === "phase-ended" && event.phase === "prepare"
      ? { ...event, because: "x".repeat(200_000) }
      : event;
  });
  writeFileSync(evidenceFile(source, gardenId), encodeEvidence({ ...evidence, events: padded }));
  const large = join(root, "large");
  writeSyntheticRun(source, large, cells);
  return large;
}

/** 100 MB of evidence. */
const cells = 500;

test("check, compare and dossier hold one cell's evidence at a time", async () => {
  const root = temporaryDirectory();
  const large = largeRun(root, cells);
  expect(await bounded(root, "check", large)).toContain(`${cells} planned, ${cells} pass`);
  expect(await bounded(root, "compare", large, large, "--json")).toContain(`"judged":${cells}`);
  expect(await bounded(root, "dossier", large)).toContain(`${cells} passed, 0 failed`);
}, 600_000);

test("pack and verify do, too", async () => {
  const root = temporaryDirectory();
  const large = largeRun(root, cells);
  const file = join(root, "run.tar.gz");
  // Besides each cell's evidence: the record, the journal, and three texts of results.
  expect(await bounded(root, "pack", large, "--to", file)).toContain(`${cells + 5} files`);
  expect(await bounded(root, "verify", file)).toContain("identical");
}, 600_000);

test("inspect holds no line of a session, and little for each", async () => {
  const root = temporaryDirectory();
  const path = join(root, "session.jsonl");
  const lines = 12_000;
  const file = openSync(path, "w");
  const header = { type: "session", version: 3, id: gardenId, cwd: root };
  writeSync(file, `${JSON.stringify(header)}\n`);
  for (let index = 1; index <= lines; index += 1) {
    const [id, parentId] = [`e${index}`, index === 1 ? null : `e${index - 1}`];
    const role = index % 2 === 1 ? "user" : "assistant";
    const text = index === lines ? "y".repeat(50_000_000) : "x".repeat(5_000);
    const message = { role, content: [{ type: "text", text }] };
    writeSync(file, `${JSON.stringify({ type: "message", id, parentId, message })}\n`);
  }
  closeSync(file);
  // 110 MB, half of it in one line.
  expect(await bounded(root, "inspect", path)).toContain(`path: ${lines} entries`);
}, 600_000);
