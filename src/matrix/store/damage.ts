// What damaged lines of a journal cost, in words. The cell of a line is told by the evidence that lies
// beside it: of the line itself nothing can be relied on.
import { decodeEvidence } from "../../evidence/codec.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { evidenceFile, journalFile } from "../plan/layout.ts";
import { cellTitle } from "../summary/result.ts";
import type { DamagedLine } from "./journal.ts";
import type { PlannedCoordinates } from "./run-record.ts";

interface Damage {
  /** One for each line. */
  readonly notices: readonly string[];
  /** Why the result of this cell is not there; null where no damaged line was its. */
  whyLost(title: string): string | null;
}

export function damageIn(
  directory: string,
  lines: readonly DamagedLine[],
  { plan, titles }: Whole,
): Damage {
  const lost = new Map<string, string>();
  const isWhole =
    lines.length > 0 && plan.every((cell) => cell.skip !== null || titles.has(cellTitle(cell)));
  const notices = lines.map((line) => {
    const what = damageText(line);
    if (line.line === 1) return `${what}.`;
    const title = line.gardenId === null ? null : titleOf(directory, line.gardenId);
    if (isWhole || (title !== null && titles.has(title))) {
      return `${what}: no cell is lost by it, ${title ?? "each"} has a result in another line.`;
    }
    if (title !== null) lost.set(title, `its result is lost: ${what}`);
    const cell = title ?? (line.gardenId === null ? "its cell" : `the cell ${line.gardenId}`);
    return `${what}: ${cell} counts as not run.`;
  });
  return { notices, whyLost: (title) => lost.get(title) ?? null };
}

/** What was planned, and the titles of the cells whose results can be read. */
interface Whole {
  readonly plan: readonly PlannedCoordinates[];
  readonly titles: { has(title: string): boolean };
}

const reasons = {
  torn: "is torn, as a killed writer leaves it",
  "no-object": "is damaged (not a JSON object)",
  checksum: "is damaged (its checksum is another)",
} as const;

/** `journal.jsonl: line 3 is damaged (its checksum is another)` */
export function damageText({ line, because, fault }: DamagedLine): string {
  const reason = because === "field" ? `is not the result of a cell (${fault})` : reasons[because];
  return `${journalFile}: line ${line} ${reason}`;
}

function titleOf(directory: string, gardenId: string): string | null {
  try {
    const { evidence } = decodeEvidence(readRegularFile(evidenceFile(directory, gardenId)));
    return cellTitle(evidence.cell);
  } catch {
    return null;
  }
}
