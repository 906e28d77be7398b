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
  resumed: z.looseObject({ inputTokens: z.number(), cachedTokens: z.number() }).exactOptional(),
  refusedIn: z.array(z.string()).exactOptional(),
});

const attempt = z.looseObject({
  gardenId: z.string().refine(isGardenId, "it is no garden id"),
  because: z.string(),
  durationMs: z.number(),
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
  const lines = text.split("\n");
  const torn = lines.pop() !== "";
  if (lines.length === 0) return { runId: null, results: [], torn, gardenIds: new Set() };
  const header = parseLine(lines[0], 1);
  if (header.format !== journalFormat || header.version !== journalVersion) {
    throw new JournalFormatError(
      `line 1: not a journal this build reads (format ${header.format}, version ${header.version})`,
    );
  }
  if (typeof header.run !== "string") {
    throw new JournalFormatError("line 1: run: it names no run");
  }
  const all = lines.slice(1).map((line, index) => asResult(parseLine(line, index + 2), index + 2));
  const latest = new Map(all.map((result) => [cellTitle(result), result]));
  return {
    runId: header.run,
    results: [...latest.values()],
    torn,
    gardenIds: new Set(all.map(({ gardenId }) => gardenId)),
  };
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
