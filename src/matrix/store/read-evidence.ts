// The recorded evidence of one cell, as today's claims and reports read it.
import { builtIn } from "../../agents/index.ts";
import { decodeEvidence } from "../../evidence/codec.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { evidenceFile } from "../plan/layout.ts";
import { type CellResult, type Coordinates, cellTitle } from "../summary/result.ts";

/** @throws Error where there is none, where it cannot be read, or where it is of another cell. */
export function readEvidence(directory: string, result: CellResult): Evidence {
  const path = evidenceFile(directory, result.gardenId);
  const evidence = builtIn.withRequestsRead(decodeEvidence(readRegularFile(path)).evidence);
  if (titleAndId(evidence.cell) !== titleAndId(result)) {
    throw new Error(`it is of another cell, ${titleAndId(evidence.cell)}`);
  }
  return evidence;
}

const titleAndId = (cell: Coordinates & { readonly gardenId: string }) =>
  `${cellTitle(cell)} (${cell.gardenId})`;
