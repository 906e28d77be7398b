// Finished cells as JSON lines: a header, then one result a line. Reading survives a torn last
// line and refuses anything that is not this format. Pure; storage.ts has the disk.
import { z } from "zod";
import { isGardenId } from "../../formats/garden-id.ts";
import { firstFault } from "../../world/recorded.ts";
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
  kept: z.string().nullable(),
});

export interface DecodedJournal {
  /** Null where it has no whole line: its run ended before the first one was on disk. */
  readonly runId: string | null;
  /** One for each cell; where a cell was run again, the later result. */
  readonly results: readonly CellResult[];
  /** The last line was cut off and left out. */
  readonly torn: boolean;
  /** Of every result, those of cells that were run again among them. */
  readonly gardenIds: ReadonlySet<string>;
}

export class JournalFormatError extends Error {
  override readonly name = "JournalFormatError";
}

export function encodeJournalHeader(runId: string): string {
  return `${JSON.stringify({ format: journalFormat, version: journalVersion, run: runId })}\n`;
}

export function encodeResult(result: CellResult): string {
  return `${JSON.stringify(result)}\n`;
}

/** @throws JournalFormatError naming the line that is not a journal's. */
export function decodeJournal(text: string): DecodedJournal {
  return decodeJournalLines(text.split("\n"));
}

/**
 * The lines without their ends, one after the last end among them. Of each result `keep` is held.
 * @throws JournalFormatError naming the line that is not a journal's.
 */
export function decodeJournalLines(
  lines: Iterable<string>,
  keep: (result: CellResult) => CellResult = (result) => result,
): DecodedJournal {
  const latest = new Map<string, CellResult>();
  const gardenIds = new Set<string>();
  let runId: string | null = null;
  let number = 0;
  let next: string | null = null;
  for (const line of lines) {
    if (next !== null) {
      number += 1;
      if (number === 1) {
        runId = runNamedIn(next);
      } else {
        const result = asResult(parseLine(next, number), number);
        latest.set(cellTitle(result), keep(result));
        gardenIds.add(result.gardenId);
      }
    }
    next = line;
  }
  return { runId, results: [...latest.values()], torn: (next ?? "") !== "", gardenIds };
}

function runNamedIn(line: string): string {
  const header = parseLine(line, 1);
  if (header.format !== journalFormat || header.version !== journalVersion) {
    throw new JournalFormatError(
      `line 1: not a journal this build reads (format ${header.format}, version ${header.version})`,
    );
  }
  if (typeof header.run === "string") return header.run;
  throw new JournalFormatError("line 1: run: it names no run");
}

function parseLine(line: string | undefined, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line ?? "");
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below, with the line's number.
  }
  throw new JournalFormatError(`line ${number}: not a JSON object`);
}

/** @throws JournalFormatError naming the field that is not as this build wrote it. */
function asResult(value: Record<string, unknown>, number: number): CellResult {
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new JournalFormatError(
    `line ${number}: not the result of a cell: ${firstFault(parsed.error)}`,
  );
}
