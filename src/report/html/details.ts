// What the page shows of one cell besides its events: its claims, where its files lie, the commands
// that replay it. Pure.
import { join } from "node:path";
import { evidenceFile } from "../../matrix/plan/layout.ts";
import type { CellResult } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { replayCommand } from "../failures.ts";
import type { Command } from "./document-data.ts";
import type { Positions } from "./names.ts";
import type { CellDetails } from "./page-data.ts";

export function detailsOf(
  cell: CellResult,
  summary: Pick<Summary, "directory" | "fidelity" | "flags">,
  positions: Positions,
): CellDetails {
  const { gardenId, because, claims, known = [] } = cell;
  const replay = replayCommand(cell, summary.fidelity, summary.flags);
  return {
    gardenId,
    because,
    claims: claims.map((judged) => ({
      claim: positions.claim(judged.name),
      verdict: judged.verdict,
      because: judged.because,
      events: judged.events,
      hazard: judged.hazard ?? null,
    })),
    known,
    places: placesOf(cell, summary.directory),
    commands: [{ what: "run this cell again", command: replay }],
  };
}

function placesOf({ gardenId, kept, verdict }: CellResult, directory: string | null): Command[] {
  if (directory === null || verdict === "skip") return [];
  const evidence = { what: "evidence", command: evidenceFile(directory, gardenId) };
  return kept === null ? [evidence] : [evidence, { what: "files", command: join(directory, kept) }];
}
