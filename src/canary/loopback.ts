// Runs canaries with real processes, on one embedded provider, below a temporary directory of
// their own that goes away with them.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FoundBuiltIn } from "../agents/built-in.ts";
import type { CellTarget, Timeouts } from "../evidence/cell.ts";
import type { History } from "../gate/histories/history.ts";
import { histories } from "../gate/histories/index.ts";
import { resumeAndObserve } from "../gate/resuming.ts";
import type { Scenario } from "../gate/scenario.ts";
import { quickRetries } from "../gate/scenarios/provider/misbehaviour.ts";
import { withBriefing } from "../gate/toolbox/briefed.ts";
import { withFaults } from "../gate/toolbox/child-fault.ts";
import { type Canary, canaryName } from "../lanes/canaries/canary.ts";
import { canaryLanes } from "../lanes/canaries/index.ts";
import { defaultTimeouts } from "../matrix/config/config.ts";
import type { Parts, Runner } from "../matrix/parts.ts";
import { type PlannedCell, planCells } from "../matrix/plan/plan.ts";
import type { World } from "../world/world.ts";
import { type CanaryVerdict, type Judging, judgeCanary } from "./judge.ts";

const target: CellTarget = {
  agent: "pi",
  provider: "openai",
  model: "gpt-5.4",
  wireApi: "openai-responses",
};

/** Shorter than a run's own: nothing here has to wait for a real provider. */
const bounds: Timeouts = {
  ...defaultTimeouts,
  seedMs: 60_000,
  userTurnMs: 30_000,
  assistantTurnMs: 30_000,
  killGraceMs: 2_000,
};

/** A cell that has not ended by then is hung, in milliseconds. */
const hungMs = 150_000;

export interface CanaryCells {
  run(canary: Canary, signal: AbortSignal): Promise<CanaryVerdict>;
  close(): Promise<void>;
}

export interface CanaryCellsOptions {
  readonly found: FoundBuiltIn;
  readonly parts: Pick<Parts, "openRunner" | "scenarios"> & Judging;
  readonly world: World;
  readonly systemTemporaryDirectory: string;
  /** Shared with other runs: it holds caches that are slow to fill. */
  readonly cacheDirectory: string;
  readonly canaries: readonly Canary[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function openCanaryCells(options: CanaryCellsOptions): Promise<CanaryCells> {
  const { found, parts, world, canaries, environment } = options;
  const scenarios = new Map(canaries.map((each) => [each, scenarioOf(each, parts.scenarios)]));
  const runner = await parts.openRunner({
    fidelity: "loopback",
    lanes: canaryLanes,
    found,
    targets: [target],
    environment,
    modelLatencyMs: 0,
    agentDirectory: null,
    scenarios: [...new Set(scenarios.values())],
  });
  const root = await mkdtemp(join(options.systemTemporaryDirectory, "rm-"));
  return {
    async run(canary, signal) {
      const scenario = scenarios.get(canary) as Scenario;
      const place = { root, index: canaries.indexOf(canary), cache: options.cacheDirectory };
      const { cell: planned, skip } = planOne(
        canary,
        namedBy(canary, parts.scenarios),
        place,
        world,
      );
      if (skip !== null) throw new Error(`canary ${canary.name} cannot be run: ${skip}`);
      // It is planned as what it is a flawed kind of, and run with the flaw in it.
      const cell = { ...planned, scenario: scenario.name };
      await canary.before?.(world, cell);
      const evidence = await runBounded(runner, cell, signal);
      const judgement = parts.judge(evidence, parts.claims);
      return judgeCanary(canary, { evidence, judgement }, parts.claims);
    },
    async close() {
      await runner.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function runBounded(runner: Runner, cell: PlannedCell["cell"], signal: AbortSignal) {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(hungMs)]);
  return runner.runCell(cell, { onEvent: () => undefined, signal: bounded });
}

interface CellPlace {
  readonly root: string;
  readonly index: number;
  readonly cache: string;
}

function planOne(canary: Canary, scenario: Scenario, place: CellPlace, world: World): PlannedCell {
  const { root, index, cache } = place;
  const lane = canaryLanes.find(({ name }) => name === canary.lane.name) ?? canary.lane;
  const [planned] = planCells(
    {
      targets: [target],
      lanes: [lane],
      scenarios: [scenario],
      histories: [historyOf(canary)],
      repeat: 1,
      fidelity: "loopback",
      timeouts: bounds,
      lacks: () => null,
    },
    {
      runId: "canaries",
      directory: root,
      agentDirectory: null,
      temporaryDirectory: cache,
      socketRoot: join(root, index.toString(36)),
    },
    { wallMs: world.clock.wallMs(), randomBytes: world.randomBytes },
  );
  if (!planned) throw new Error(`no cell was planned for canary ${canary.name}`);
  const { cell } = planned;
  const faults = [...cell.faults, ...(canary.faults ?? [])];
  const timeouts = { ...cell.timeouts, ...canary.timeouts };
  return { ...planned, cell: { ...cell, faults, timeouts } };
}

/** The scenario it names; for a model that misbehaves one that waits for a good turn all the same. */
function scenarioOf(canary: Canary, known: readonly Scenario[]): Scenario {
  const { behaviour, briefing, childFaults = [] } = canary;
  const found = namedBy(canary, known);
  const own = { ...found, name: canaryName(canary.name) };
  if (childFaults.length > 0) {
    return {
      ...own,
      alterLaunch: (options, stage) => {
        const seeded = briefing ? withBriefing(options, stage, briefing) : options;
        return withFaults(seeded, stage, ...childFaults);
      },
    };
  }
  if (!behaviour) return found;
  return {
    ...own,
    agentSettings: quickRetries,
    arrange: async ({ model, cell }) => model.behave([], behaviour(cell)),
    act: (stage, session) =>
      resumeAndObserve(stage, session, { afterTurn: () => stage.model.behave([]) }),
  };
}

function namedBy({ name, scenario = "plain" }: Canary, known: readonly Scenario[]): Scenario {
  const found = known.find((each) => each.name === scenario);
  if (!found) throw new Error(`canary ${name} names scenario ${scenario}, which does not exist`);
  return found;
}

function historyOf({ name, history }: Canary): History | null {
  if (history === undefined) return null;
  const found = histories.find((each) => each.name === history);
  if (!found) throw new Error(`canary ${name} names history ${history}, which does not exist`);
  return found;
}
