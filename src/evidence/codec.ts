// Evidence as JSON lines: a header, then one event a line. Reading survives a torn last line
// (the runner was killed in mid-write) and refuses anything that is not this format.
import type { Cell } from "./cell.ts";
import type { EvidenceEvent } from "./event.ts";
import { isEventType } from "./event-types.ts";
import type { Evidence, Versions } from "./evidence.ts";

export const evidenceFormat = "resume-matrix/evidence";
const evidenceVersion = 1;

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

/** @throws EvidenceFormatError naming the line that is not evidence of this version. */
export function decodeEvidence(text: string): DecodedEvidence {
  const lines = text.split("\n");
  const tail = lines.pop() ?? "";
  const header = parseHeader(lines[0]);
  const events = lines.slice(1).map((line, index) => parseEvent(line, index));
  return {
    evidence: { cell: header.cell, versions: header.versions, events },
    torn: tail !== "",
  };
}

function parseHeader(line: string | undefined): { cell: Cell; versions: Versions } {
  if (line === undefined) throw new EvidenceFormatError("line 1: no header; the file is empty");
  const header = parseObject(line, 1);
  if (header.format !== evidenceFormat) {
    throw new EvidenceFormatError(`line 1: not evidence of this tool (format ${header.format})`);
  }
  if (header.version !== evidenceVersion) {
    throw new EvidenceFormatError(
      `line 1: evidence version ${header.version}; this build reads version ${evidenceVersion}`,
    );
  }
  return header as unknown as { cell: Cell; versions: Versions };
}

function parseEvent(line: string, index: number): EvidenceEvent {
  const event = parseObject(line, index + 2);
  if (typeof event.type !== "string" || typeof event.atMs !== "number") {
    throw new EvidenceFormatError(`line ${index + 2}: not an event (no type, or no time)`);
  }
  if (!isEventType(event.type)) {
    throw new EvidenceFormatError(`line ${index + 2}: this build knows no event "${event.type}"`);
  }
  // The position is the number: evidence that was edited by hand stays consistent.
  return { ...event, seq: index } as unknown as EvidenceEvent;
}

function parseObject(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below, with the line's number.
  }
  throw new EvidenceFormatError(`line ${number}: not a JSON object`);
}
