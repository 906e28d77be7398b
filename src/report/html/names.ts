// The names of a run, each once, and where in its list each one stands. Pure.
import { targetName } from "../../evidence/cell.ts";
import type { CellResult } from "../../matrix/summary/result.ts";
import { shortTarget } from "../short-target.ts";
import type { Names, TargetParts } from "./page-data.ts";

export interface Positions {
  readonly names: Names;
  target(cell: CellResult): number;
  lane(cell: CellResult): number;
  scenario(cell: CellResult): number;
  history(cell: CellResult): number;
  claim(name: string): number;
}

const partsOf = ({ target }: CellResult): TargetParts => ({
  agent: target.agent,
  version: target.version ?? "unversioned",
  model: `${target.provider}/${target.model}`,
});

const targetOf = ({ target }: CellResult) => shortTarget(targetName(target));
const historyOf = ({ history }: CellResult) => history?.name ?? "one-turn";

/** In the order in which cells name them. */
export function positionsIn(cells: readonly CellResult[]): Positions {
  const list = (nameOf: (cell: CellResult) => string) => [...new Set(cells.map(nameOf))];
  const sentences = new Map<string, string>();
  for (const { claims } of cells) for (const { name, claim } of claims) sentences.set(name, claim);
  const parts = new Map(cells.map((cell) => [targetOf(cell), partsOf(cell)]));
  const names: Names = {
    targets: [...parts.keys()],
    targetParts: [...parts.values()],
    lanes: list(({ lane }) => lane),
    scenarios: list(({ scenario }) => scenario),
    histories: list(historyOf),
    claims: [...sentences].map(([name, sentence]) => ({ name, sentence })),
  };
  const [targets, lanes, scenarios, histories, claims] = [
    names.targets,
    names.lanes,
    names.scenarios,
    names.histories,
    names.claims.map(({ name }) => name),
  ].map((each) => new Map(each.map((name, index) => [name, index])));
  const at = (positions: ReadonlyMap<string, number> | undefined, name: string) =>
    positions?.get(name) ?? 0;
  return {
    names,
    target: (cell) => at(targets, targetOf(cell)),
    lane: (cell) => at(lanes, cell.lane),
    scenario: (cell) => at(scenarios, cell.scenario),
    history: (cell) => at(histories, historyOf(cell)),
    claim: (name) => at(claims, name),
  };
}
