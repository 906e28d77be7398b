// Finished cells as JSON lines: a header, then one result a line, each with a checksum. A line that was
// cut off or damaged costs its own cell and is named; another format is refused. Pure; storage.ts has the disk.

import { crc32 } from "node:zlib";
import { z } from "zod";
import { isGardenId } from "../../formats/garden-id.ts";
import { firstFault } from "../../world/recorded.ts";
import { redactedIn } from "../live/redact.ts";
import { type CellResult, cellTitle } from "../summary/result.ts";
import { coordinates } from "./recorded-fields.ts";

const journalFormat = "resume-matrix/journal";
const journalVersion = 1;

const judgement = z.looseObject({
  name: z.string(),
  claim: z.string(),
  verdict: z.enum(["holds", "violated", "unknown", "not-applicable"]),
  because: z.string(),
  events: z.array(z.number()),
  hazard: z.enum(["shown", "not-shown"]).exactOptional(),
});

const usage = z.looseObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  costUsd: z.number().nullable(),
});

const measures = z.looseObject({
  phases: z.array(z.looseObject({ phase: z.string(), durationMs: z.number() })),
  usage: usage.nullable(),
  resumed: z.looseObject({ inputTokens: z.number(), cachedTokens: z.number() }).exactOptional(),
  refusedIn: z.array(z.string()).exactOptional(),
});

const attempt = z.looseObject({
  gardenId: z.string().refine(isGardenId, "it is no garden id"),
  because: z.string(),
  durationMs: z.number(),
  usage: usage.exactOptional(),
});

const resultSchema: z.ZodType<CellResult> = z.looseObject({
  ...coordinates,
  gardenId: z.string().refine(isGardenId, "it is no garden id"),
  verdict: z.enum(["pass", "fail", "unknown", "skip"]),
  because: z.string().nullable(),
  unfinished: z.boolean(),
  durationMs: z.number(),
  claims: z.array(judgement),
  measures: measures.exactOptional(),
  attempts: z.array(attempt).exactOptional(),
  kept: z.string().nullable(),
});

/** A line that nobody can rely on: the result in it counts as not recorded. */
export interface DamagedLine {
  /** From 1. */
  readonly line: number;
  /** `torn`: the last line, without its end; `field`: one that no build writes so. */
  readonly because: "torn" | "no-object" | "checksum" | "field";
  /** Which field, and what is wrong with it; null where it is not that. */
  readonly fault: string | null;
  /** The cell that it names; null where it cannot be read. */
  readonly gardenId: string | null;
}

export interface DecodedJournal {
  /** Null where its first line cannot be read, or its run ended before that was on disk. */
  readonly runId: string | null;
  /** One for each cell; where a cell was run again, the later result. */
  readonly results: readonly CellResult[];
  readonly damaged: readonly DamagedLine[];
  /** Of every result, those of cells that were run again among them. */
  readonly gardenIds: ReadonlySet<string>;
}

export class JournalFormatError extends Error {
  override readonly name = "JournalFormatError";
}

export function encodeJournalHeader(runId: string): string {
  return withChecksum(
    JSON.stringify({ format: journalFormat, version: journalVersion, run: runId }),
  );
}

/** `redact` comes before the checksum, which is of what is written. */
export function encodeResult(
  result: CellResult,
  redact: (text: string) => string = (text) => text,
): string {
  return withChecksum(JSON.stringify(redactedIn(result, redact)));
}

/** The last field of a line, so that the line without it is what was summed up. */
function withChecksum(object: string): string {
  return `${object.slice(0, -1)},"crc32":"${checksumOf(object)}"}\n`;
}

const checksumField = /,"crc32":"([^"]*)"\}$/;

/** Eight hex digits of the CRC-32 of its UTF-8 bytes. */
const checksumOf = (text: string) => crc32(text).toString(16).padStart(8, "0");

/** @throws JournalFormatError where the first line says that it is something else. */
export function decodeJournal(text: string): DecodedJournal {
  return decodeJournalLines(text.split("\n"));
}

/**
 * The lines without their ends, one after the last end among them. Of each result `keep` is held.
 * @throws JournalFormatError where the first line says that it is something else.
 */
export function decodeJournalLines(
  lines: Iterable<string>,
  keep: (result: CellResult) => CellResult = (result) => result,
): DecodedJournal {
  const gathered = new Gathering(keep);
  let next: string | null = null;
  for (const line of lines) {
    if (next !== null) gathered.take(next);
    next = line;
  }
  return gathered.end(next ?? "");
}

/** What the lines of a journal say, one after the other. */
class Gathering {
  readonly #latest = new Map<string, CellResult>();
  readonly #gardenIds = new Set<string>();
  readonly #damaged: DamagedLine[] = [];
  readonly #keep: (result: CellResult) => CellResult;
  #runId: string | null = null;
  #isSummed = false;
  #number = 0;

  constructor(keep: (result: CellResult) => CellResult) {
    this.#keep = keep;
  }

  take(line: string): void {
    this.#number += 1;
    if (this.#number === 1) {
      this.#begin(line);
      return;
    }
    const read = readRecord(line, this.#number, this.#isSummed);
    if ("damaged" in read) {
      this.#damaged.push(read.damaged);
      return;
    }
    this.#latest.set(cellTitle(read.result), this.#keep(read.result));
    this.#gardenIds.add(read.result.gardenId);
  }

  #begin(line: string): void {
    const header = readHeader(line);
    this.#isSummed = typeof header === "object" || checksumField.test(line);
    if (typeof header === "string") this.#runId = header;
    else this.#damaged.push(header);
  }

  /** `tail` is what stands behind the last line's end. */
  end(tail: string): DecodedJournal {
    if (tail !== "") this.#damaged.push(damagedLine(tail, this.#number + 1, "torn"));
    return {
      runId: this.#runId,
      results: [...this.#latest.values()],
      damaged: this.#damaged,
      gardenIds: this.#gardenIds,
    };
  }
}

/** The run's id. */
function readHeader(line: string): string | DamagedLine {
  const header = readObject(line);
  if (typeof header === "string") return damagedLine(line, 1, header);
  if (header.format !== journalFormat || header.version !== journalVersion) {
    throw new JournalFormatError(
      `line 1: not a journal this build reads (format ${header.format}, version ${header.version})`,
    );
  }
  if (typeof header.run === "string") return header.run;
  return damagedLine(line, 1, "field", "run: it names no run");
}

type Read = { readonly result: CellResult } | { readonly damaged: DamagedLine };

function readRecord(line: string, number: number, isSummed: boolean): Read {
  const object = readObject(line, isSummed);
  if (typeof object === "string") return { damaged: damagedLine(line, number, object) };
  const parsed = resultSchema.safeParse(object);
  if (parsed.success) return { result: parsed.data };
  return { damaged: damagedLine(line, number, "field", firstFault(parsed.error)) };
}

/** Without its checksum; a line of a build that wrote none is taken as it is, unless it must have one. */
function readObject(
  line: string,
  isSummed = false,
): Record<string, unknown> | "checksum" | "no-object" {
  const [field = "", checksum] = checksumField.exec(line) ?? [];
  const object = field === "" ? line : `${line.slice(0, -field.length)}}`;
  if (checksum === undefined ? isSummed : checksum !== checksumOf(object)) return "checksum";
  try {
    const value: unknown = JSON.parse(object);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: what is no JSON is no object.
  }
  return "no-object";
}

function damagedLine(
  text: string,
  line: number,
  because: DamagedLine["because"],
  fault: string | null = null,
): DamagedLine {
  const [, named = ""] = /"gardenId":"([^"]*)"/.exec(text) ?? [];
  return { line, because, fault, gardenId: isGardenId(named) ? named : null };
}
