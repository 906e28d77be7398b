// What is said of a run, as texts that can be made again and compared: each cell's verdicts, the
// table, the dossier. Pure; no path of this machine stands in them.
import { z } from "zod";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { table } from "../report/reporters/table.ts";
import { colourless } from "../report/style.ts";

export interface ResultTexts {
  readonly "verdicts.jsonl": string;
  readonly "table.txt": string;
  readonly "dossier.md": string;
}

export const resultNames = ["dossier.md", "table.txt", "verdicts.jsonl"] as const;

export interface Judged {
  readonly summary: Summary;
  readonly dossier: string;
  /** Absolute, where the run lies now. */
  readonly directory: string;
  groupOf(scenario: string): string;
}

export function resultTexts({ summary, dossier, directory, groupOf }: Judged): ResultTexts {
  const options = { width: 100, paint: colourless, verbose: false, groupOf };
  const placeless = (text: string) => text.replaceAll(directory, "<run>");
  return {
    "verdicts.jsonl": placeless(verdictLines(summary.cells)),
    "table.txt": placeless(table.render({ ...summary, directory: null }, options)),
    "dossier.md": placeless(dossier),
  };
}

/** One line for all cells that came out alike, claim by claim. */
function verdictLines(cells: readonly CellResult[]): string {
  const groups = Map.groupBy(cells, outcomeText);
  return [...groups]
    .map(
      ([outcome, alike]) =>
        `${outcome.slice(0, -1)},"cells":${JSON.stringify(alike.map(nameOf))}}\n`,
    )
    .join("");
}

const nameOf = (cell: CellResult) => `${cellTitle(cell)} ${cell.gardenId}`.trimEnd();

function outcomeText({ verdict, because, claims }: CellResult): string {
  const judged = Object.fromEntries(claims.map((claim) => [claim.name, claim.verdict]));
  return JSON.stringify({ verdict, because, claims: judged });
}

const lineShape = z.looseObject({ cells: z.array(z.string()) });

/** Cells whose verdicts are not the same in both; null where one text cannot be read. */
export function differingCells(before: string, now: string): readonly string[] | null {
  const [old, fresh] = [outcomesIn(before), outcomesIn(now)];
  if (old === null || fresh === null) return null;
  const names = new Set([...old.keys(), ...fresh.keys()]);
  return [...names].filter((name) => old.get(name) !== fresh.get(name));
}

function outcomesIn(text: string): ReadonlyMap<string, string> | null {
  const outcomes = new Map<string, string>();
  try {
    for (const line of text.split("\n").slice(0, -1)) {
      const { cells, ...outcome } = lineShape.parse(JSON.parse(line));
      const told = JSON.stringify(outcome);
      for (const cell of cells) outcomes.set(cell, told);
    }
    return outcomes;
  } catch {
    return null;
  }
}
