// A large recorded run made of a small one: its first cell, copied under other ids. What judges and
// renders it does the whole of its work on each copy.
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const recorded = z.looseObject({
  run: z.string(),
  plan: z.array(z.looseObject({ lane: z.string(), scenario: z.string() })),
});
/** Of the source's one target. */
const finished = z.looseObject({
  gardenId: z.string(),
  lane: z.string(),
  scenario: z.string(),
  repetition: z.literal(1),
});

const prefix = z.looseObject({ content: z.string(), sha256: z.string() });

/** The source's first finished cell must be a first repetition. */
export function writeSyntheticRun(source: string, directory: string, count: number): void {
  const record = recorded.parse(JSON.parse(readFileSync(join(source, "run.json"), "utf8")));
  const [header = "", line = ""] = readFileSync(join(source, "journal.jsonl"), "utf8").split("\n");
  const { gardenId, lane, scenario } = finished.parse(JSON.parse(line));
  const evidence = readFileSync(join(source, "cells", gardenId, "evidence.jsonl"), "utf8");
  const planned = record.plan.find((cell) => cell.lane === lane && cell.scenario === scenario);
  mkdirSync(join(directory, "cells"), { recursive: true });
  const journal = openSync(join(directory, "journal.jsonl"), "w", 0o600);
  writeSync(journal, `${header}\n`);
  for (let index = 1; index <= count; index += 1) {
    const id = copyId(gardenId, index);
    const cell = join(directory, "cells", id);
    mkdirSync(cell);
    const [head = "", ...events] = withOwnHash(evidence.replaceAll(gardenId, id)).split("\n");
    const text = [asRepetition(head, index), ...events].join("\n");
    writeFileSync(join(cell, "evidence.jsonl"), text, { mode: 0o600 });
    writeSync(journal, `${asRepetition(line.replaceAll(gardenId, id), index)}\n`);
  }
  closeSync(journal);
  const plan = Array.from({ length: count }, (_, index) => {
    const repetition = index + 1;
    return { ...planned, repetition };
  });
  writeFileSync(join(directory, "run.json"), `${JSON.stringify({ ...record, plan }, null, 2)}\n`);
}

/** Of the session's text before the resume, which a claim holds against its hash. */
function withOwnHash(evidence: string): string {
  const line = evidence.split("\n").find((text) => text.includes('"type":"session-prefix"')) ?? "";
  const { content, sha256 } = prefix.parse(JSON.parse(line));
  return evidence.replaceAll(sha256, createHash("sha256").update(content).digest("hex"));
}

/** Made in the same second. */
const copyId = (gardenId: string, index: number) =>
  `${gardenId.slice(0, -6)}${index.toString(16).padStart(6, "0")}`;

const asRepetition = (line: string, repetition: number) =>
  line.replace('"repetition":1,', `"repetition":${repetition},`);
