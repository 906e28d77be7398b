// Several runs taken together: which may be, and which cell is of which. Pure. What was run with
// another agent, build or subject is other evidence, and is never mixed in.
import type { Fidelity } from "../evidence/cell.ts";
import type { RunRecord } from "../matrix/store/run-record.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { type Fault, UsageError } from "../world/usage-error.ts";

/** One run of a dossier. */
export interface PooledRun {
  /** A, B and so on, in the order in which they were named. */
  readonly label: string;
  readonly summary: Summary;
  /** Null where its cells are of several builds, or the run does not say. */
  readonly build: string | null;
  /** It did not end by itself. */
  readonly interrupted: boolean;
  /** The options that chose its cells; null where an earlier build recorded it without them. */
  readonly chosenBy: readonly string[] | null;
}

export interface PooledCell extends CellResult {
  readonly run: string;
  readonly fidelity: Fidelity;
  /** Null where the dossier is of one run: then it goes without saying. */
  readonly label: string | null;
  readonly flags: readonly string[];
  /** Once for each cell: very many lines of a dossier name it. */
  readonly title: string;
}

export function cellsIn(runs: readonly PooledRun[], lanes: readonly string[]): PooledCell[] {
  return runs.flatMap(({ label, summary }) => {
    const { fidelity, flags = [] } = summary;
    const origin = { run: label, label: runs.length === 1 ? null : label, fidelity, flags };
    return summary.cells
      .filter(({ lane }) => lanes.includes(lane))
      .map((cell) => ({ ...cell, ...origin, title: cellTitle(cell) }));
  });
}

/** Its title, and of which run it is where there are several. */
export const titleOf = ({ title, label }: PooledCell): string =>
  label === null ? title : `${title} (${label})`;

type Recorded = Pick<RunRecord, "run" | "versions" | "build" | "subjects">;

/** @throws UsageError that shows every difference of a run from the first. */
export function refuseUnlike(records: readonly Recorded[], lanes: readonly string[]): void {
  const [first, ...others] = records;
  if (first === undefined) return;
  const faults = others.flatMap((other, index): Fault[] => {
    if (records.slice(0, index + 1).some(({ run }) => run === other.run)) {
      return [{ where: other.run, message: "is named twice; its cells would count twice" }];
    }
    return differences(first, other, lanes).map(([here, there]) => ({
      where: other.run,
      message: `has ${there}, and ${first.run} has ${here}`,
    }));
  });
  if (faults.length === 0) return;
  throw new UsageError(
    "These runs may not be taken together. Make a dossier of each, or run the one again.",
    faults,
  );
}

function differences(
  first: Recorded,
  other: Recorded,
  lanes: readonly string[],
): (readonly [string, string])[] {
  const told = [first, other].map((record) => [
    `${record.versions.agentName ?? "pi"} ${record.versions.agent}`,
    buildIn(record),
    ...lanes.map((lane) => `${lane}: ${record.subjects?.[lane] ?? "not in it"}`),
  ]);
  const [here = [], there = []] = told;
  return here.flatMap((text, index) => {
    const another = there[index] ?? "";
    // A lane that one of them has not is no difference between the two.
    const isAbsent = [text, another].some((each) => each.endsWith(": not in it"));
    return text === another || isAbsent ? [] : [[text, another] as const];
  });
}

function buildIn({ versions: { tool, commit }, build }: Recorded): string {
  const named = build === null ? "several builds" : `build ${build ?? "unknown"}`;
  return `resume-matrix ${tool} (${commit ?? "no commit"}, ${named})`;
}
