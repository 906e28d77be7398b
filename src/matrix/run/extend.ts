// What `--continue` may add to a run: targets, scenarios, repetitions. It takes no cell away and changes
// none. Pure.
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import { targetName, unversionedName } from "../../evidence/cell.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import type { LiveSurroundings } from "../live/live.ts";
import type { Parts } from "../parts.ts";
import { type Selection, selectNames, selectTargets } from "../plan/select.ts";
import type { RunRecord } from "../store/run-record.ts";
import { type Coordinates, cellTitle } from "../summary/result.ts";

/** As the command line names them. */
export interface Additions extends Pick<Selection, "target" | "scenario"> {
  /** How often each cell is run in all, those that were run among them. */
  readonly repeatEach?: number;
}

interface Sources {
  readonly found: FoundBuiltIn;
  readonly live: Pick<LiveSurroundings, "credentials"> | null;
  readonly parts: Pick<Parts, "agents" | "scenarios">;
}

/**
 * The run's settings with what is added.
 *
 * @throws UsageError for what the run has already: it would read as if the rest were left out.
 */
export function extended(
  config: EffectiveConfig,
  { target = [], scenario = [], repeatEach }: Additions,
  { found, live, parts }: Sources,
): EffectiveConfig {
  const faults: Fault[] = [];
  const refuse = (where: string, message: string) => faults.push({ where, message });
  const { agents } = parts;
  const [catalogs, configured] = [{ found, pinned: found.catalog }, live?.credentials ?? null];
  const known = new Set(config.targets.map(unversionedName));
  const targets = target.flatMap((pattern) => {
    const picked = selectTargets(
      config.targets,
      { target: [pattern] },
      catalogs,
      configured,
      agents,
    );
    const added = picked.filter((each) => !known.has(unversionedName(each)));
    if (added.length === 0) refuse(`--target ${pattern}`, already);
    for (const each of added) known.add(unversionedName(each));
    return added.map(({ agent, provider, model }) => ({ agent, provider, model }));
  });
  const names = { all: parts.scenarios.map(({ name }) => name), chosen: [] };
  const scenarios = scenario.flatMap((pattern) => {
    const added = selectNames("--scenario", [pattern], names).filter(
      (name) => !config.scenarios.includes(name),
    );
    if (added.length === 0) refuse(`--scenario ${pattern}`, already);
    return added;
  });
  if (repeatEach !== undefined && repeatEach <= config.repeat) {
    const message = `each cell of the run is run ${config.repeat} times already, and none is taken away`;
    refuse(`--repeat-each ${repeatEach}`, message);
  }
  if (faults.length > 0) throw new UsageError("--continue adds to a run; nothing was run.", faults);
  return {
    ...config,
    targets: [...config.targets, ...targets],
    scenarios: [...config.scenarios, ...new Set(scenarios)],
    repeat: repeatEach ?? config.repeat,
  };
}

const already = "the run has it already; --continue goes on with all of its cells";

/**
 * Whether a cell is one that `config` adds to what the run planned. A run that was narrowed down stays so:
 * beside a new target, scenario or repetition, the cell must be like one that was planned.
 */
export function isAddition(
  { config: before, plan }: Pick<RunRecord, "config" | "plan">,
  config: EffectiveConfig,
): (cell: Coordinates) => boolean {
  const targets = new Set(before.targets.map(unversionedName));
  const titles = new Set(plan.map(cellTitle));
  return (cell) => {
    if (titles.has(cellTitle(cell))) return false;
    const { scenario } = cell;
    const isNew = {
      target: !targets.has(unversionedName(cell.target)),
      scenario: config.scenarios.includes(scenario) && !before.scenarios.includes(scenario),
      repetition: cell.repetition > before.repeat,
    };
    if (!isNew.target && !isNew.scenario && !isNew.repetition) return false;
    return plan.some(
      (planned) =>
        planned.lane === cell.lane &&
        planned.history?.name === cell.history?.name &&
        (isNew.target || targetName(planned.target) === targetName(cell.target)) &&
        (isNew.scenario || planned.scenario === scenario) &&
        (isNew.repetition || planned.repetition === cell.repetition),
    );
  };
}
