// A large recorded run made of a small one: its finished cells, copied in turn under other ids. What
// judges and renders it does the whole of its work on each copy; no two copies took the same time.
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { decodeJournal, encodeResult } from "../src/matrix/store/journal.ts";
import type { CellResult } from "../src/matrix/summary/result.ts";

const recorded = z.looseObject({
  run: z.string(),
  plan: z.array(z.looseObject({ lane: z.string(), scenario: z.string() })),
});
const prefix = z.looseObject({ content: z.string(), sha256: z.string() });

interface Model {
  readonly result: CellResult;
  readonly evidence: string;
  readonly planned: object | undefined;
}

/**
 * The source holds first repetitions alone, of one target. One repetition in `failEvery` fails: its resident is
 * gone after its turn; 0 for none.
 */
export function writeSyntheticRun(
  source: string,
  directory: string,
  count: number,
  failEvery = 0,
): void {
  const record = recorded.parse(JSON.parse(readFileSync(join(source, "run.json"), "utf8")));
  const text = readFileSync(join(source, "journal.jsonl"), "utf8");
  const models = decodeJournal(text).results.map((result): Model => {
    const { lane, scenario, gardenId } = result;
    const file = join(source, "cells", gardenId, "evidence.jsonl");
    const planned = record.plan.find((cell) => cell.lane === lane && cell.scenario === scenario);
    return { result, evidence: readFileSync(file, "utf8"), planned };
  });
  mkdirSync(join(directory, "cells"), { recursive: true });
  const journal = openSync(join(directory, "journal.jsonl"), "w", 0o600);
  writeSync(journal, text.slice(0, text.indexOf("\n") + 1));
  const plan: object[] = [];
  for (let index = 0; index < count; index += 1) {
    const model = models[index % models.length] as Model;
    const repetition = 1 + Math.floor(index / models.length);
    const fails = failEvery > 0 && repetition % failEvery === 0;
    writeSync(journal, writeCopy(model, directory, { index, repetition, fails }));
    plan.push({ ...model.planned, repetition });
  }
  closeSync(journal);
  writeFileSync(join(directory, "run.json"), `${JSON.stringify({ ...record, plan }, null, 2)}\n`);
}

interface Copy {
  readonly index: number;
  readonly repetition: number;
  readonly fails: boolean;
}

/** Its line of the journal. */
function writeCopy({ result, evidence }: Model, directory: string, copy: Copy): string {
  const { index, repetition, fails } = copy;
  const gardenId = copyId(result.gardenId, index);
  const own = (text: string) => text.replaceAll(result.gardenId, gardenId);
  const timed = evidence.replaceAll(/"atMs":([\d.]+)/g, (_, atMs: string) => {
    return `"atMs":${(Number(atMs) * (1 + (index % 9973) / 9973)).toFixed(3)}`;
  });
  const told = fails ? timed.replace(residentThere, '$1"alive":false') : timed;
  const [head = "", ...events] = underId(told, result.gardenId, gardenId).split("\n");
  const asRepetition = head.replace('"repetition":1,', `"repetition":${repetition},`);
  const cell = join(directory, "cells", gardenId);
  mkdirSync(cell);
  const text = [asRepetition, ...events].join("\n");
  writeFileSync(join(cell, "evidence.jsonl"), text, { mode: 0o600 });
  return encodeResult({ ...JSON.parse(own(JSON.stringify(result))), repetition });
}

const residentThere = /("type":"process-checked","moment":"after-turn".*?)"alive":true/;

/** A cell's evidence as it would be under another garden id: a claim holds the session's text against its hash. */
export function underId(evidence: string, before: string, gardenId: string): string {
  const own = evidence.replaceAll(before, gardenId);
  const line = own.split("\n").find((text) => text.includes('"type":"session-prefix"')) ?? "";
  const { content, sha256 } = prefix.parse(JSON.parse(line));
  return own.replaceAll(sha256, createHash("sha256").update(content).digest("hex"));
}

/** Made in the same second. */
const copyId = (gardenId: string, index: number) =>
  `${gardenId.slice(0, -6)}${index.toString(16).padStart(6, "0")}`;
