// Evidence as JSON lines: a header, then one event a line. Reading survives a torn last line
// (the runner was killed in mid-write), converts what an earlier build wrote, and refuses the rest.
import type { Cell } from "./cell.ts";
import { convertEvidence, type RawEvent } from "./convert.ts";
import type { EvidenceEvent } from "./event.ts";
import { isEventType } from "./event-types.ts";
import type { Evidence, Versions } from "./evidence.ts";

export const evidenceFormat = "resume-matrix/evidence";
/**
 * Raised where what was written before would be read as something else. A new event or an optional
 * field needs no new version: who knows it not refuses it by its name, or does without it.
 */
export const evidenceVersion = 2;

export interface DecodedEvidence {
  readonly evidence: Evidence;
  /** The last line was cut off and left out. */
  readonly torn: boolean;
}

export class EvidenceFormatError extends Error {
  override readonly name = "EvidenceFormatError";
}

export function encodeHeader(cell: Cell, versions: Versions): string {
  return `${JSON.stringify({ format: evidenceFormat, version: evidenceVersion, cell, versions })}\n`;
}

export function encodeEvent(event: EvidenceEvent): string {
  return `${JSON.stringify(event)}\n`;
}

export function encodeEvidence(evidence: Evidence): string {
  return encodeHeader(evidence.cell, evidence.versions) + evidence.events.map(encodeEvent).join("");
}

/** @throws EvidenceFormatError naming the line that is not evidence this build can read. */
export function decodeEvidence(text: string): DecodedEvidence {
  const lines = text.split("\n");
  const tail = lines.pop() ?? "";
  const { version, cell, versions } = parseHeader(lines[0]);
  const events = lines.slice(1).map((line, index) => parseEvent(line, index, versions.tool));
  const evidence = convertEvidence(
    { cell: { ...cell }, versions, events },
    version,
    evidenceVersion,
  );
  return { evidence: evidence as unknown as Evidence, torn: tail !== "" };
}

interface Header {
  readonly version: number;
  readonly cell: Cell;
  readonly versions: Versions;
}

function parseHeader(line: string | undefined): Header {
  if (line === undefined) throw new EvidenceFormatError("line 1: no header; the file is empty");
  const header = parseObject(line, 1);
  if (header.format !== evidenceFormat) {
    throw new EvidenceFormatError(`line 1: not evidence of this tool (format ${header.format})`);
  }
  const { version, cell, versions } = header;
  if (typeof version !== "number" || !(version >= 1 && version <= evidenceVersion)) {
    throw new EvidenceFormatError(
      `line 1: evidence version ${version}; this build reads up to version ${evidenceVersion}: check the run with the build that made it, or a later one`,
    );
  }
  if (!isObject(cell) || !isObject(versions)) {
    throw new EvidenceFormatError("line 1: the header names no cell, or no versions");
  }
  return header as unknown as Header;
}

/** An event that is not known is refused: it may be the very one that shows a violation. */
function parseEvent(line: string, index: number, tool: string): RawEvent {
  const event = parseObject(line, index + 2);
  if (typeof event.type !== "string" || typeof event.atMs !== "number") {
    throw new EvidenceFormatError(`line ${index + 2}: not an event (no type, or no time)`);
  }
  if (!isEventType(event.type)) {
    throw new EvidenceFormatError(
      `line ${index + 2}: this build knows no event "${event.type}"; it was written by version ${tool}: check the run with that one, or a later one`,
    );
  }
  // The position is the number: evidence that was edited by hand stays consistent.
  return { ...event, seq: index };
}

function parseObject(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch {
    // Reported below, with the line's number.
  }
  throw new EvidenceFormatError(`line ${number}: not a JSON object`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
