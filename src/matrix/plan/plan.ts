// Dimensions → cells, each with all it will be judged against. Pure: clock and randomness are
// handed in. It never drops a combination silently: what will not run is planned with its reason.
import type {
  Cell,
  CellHistory,
  CellPaths,
  CellTarget,
  Expectation,
  Fidelity,
  Timeouts,
} from "../../evidence/cell.ts";
import { type History, historyAt, whyNoHistory } from "../../gate/histories/history.ts";
import { timeoutsFor, whyNotOwn } from "../../gate/histories/own.ts";
import { type DormantFacts, type Scenario, whyNot } from "../../gate/scenario.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { RuleMode } from "../../loopback/rules/mode.ts";
import { UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";
import { cellTitle } from "../summary/result.ts";
import { asExpectation } from "./expectation.ts";
import type { RunLayout } from "./layout.ts";
import { type Chance, freshNames } from "./names.ts";
import { PlannedOnce, type Row } from "./planned-once.ts";
import { hasTwin, isMade, type Seeding } from "./seeding.ts";
import type { Shard } from "./shard.ts";

export interface PlannedCell {
  /** May be made anew each time that it is asked for, so that a copy of this object has none. */
  readonly cell: Cell;
  /** In the whole plan, from 0; a cell that is tried again keeps it. */
  readonly place: number;
  /** Why it will not be run; null when it will. */
  readonly skip: string | null;
  /** The skip is for what lane and scenario are, and not for what lacks here. */
  readonly unsuited?: boolean;
  /** Its run was begun to run it, so that a skip now leaves it unfinished. */
  readonly due?: boolean;
}

export interface Dimensions extends Seeding {
  readonly targets: readonly CellTarget[];
  readonly lanes: readonly Lane[];
  readonly scenarios: readonly Scenario[];
  readonly repeat: number;
  readonly fidelity: Fidelity;
  readonly timeouts: Timeouts;
  /** What the dormant sessions hold; null is one turn of text (default: that alone). */
  readonly histories?: readonly (History | null)[];
  /** Scenarios that are run on one target besides; null for the plain product. */
  readonly showcase?: Showcase | null;
  /** What becomes of a request that breaks a provider's rule (default: as the history asks). */
  readonly providerRules?: RuleMode | null;
  /** Of the cells that these make, those that are wanted (default: all). */
  wanted?(title: string): boolean;
  /** Of their titles those to run, in this order (default: all, as they are). */
  choose?(titles: readonly string[]): readonly string[];
  /** Who makes the dormant session of a target. */
  seeder?(target: CellTarget, wanted: WantedSession): Seeder;
  /** Of its cells only those of one shard are run (default: all). */
  readonly shard?: Shard | null;
  /** Null when the target can be run here; otherwise what it lacks. */
  lacks(target: CellTarget): string | null;
  /** Why the target's agent cannot be run with these by what it is, or null (default: it can). */
  agentRefuses?(target: CellTarget, lane: Lane, scenario: Scenario): string | null;
}

/** What a session asks of who makes it. */
export interface WantedSession {
  /** Another version of the agent than the target's own. */
  readonly another: boolean;
  readonly longReply: boolean;
}

/** The agent that makes a dormant session (default: the target's own, whose sessions tell their prompt). */
export interface Seeder extends DormantFacts {
  /** Only of another version than the target's; null where there is none. */
  readonly version: string | null;
  /** Why it cannot make one; null where it can. */
  readonly lacks: string | null;
}

/** One target that stands for the others where running everything on each would take too long. */
interface Showcase {
  /** One for each version of the agent. */
  readonly targets: readonly CellTarget[];
  readonly scenarios: readonly Scenario[];
}

/**
 * `firstIndex` is the place of the first cell in the run's plan, by which its socket directory is named.
 * @throws UsageError when a dimension is empty or nothing is wanted: that would be no test at all.
 */
export function planCells(
  dimensions: Dimensions,
  layout: RunLayout,
  chance: Chance,
  firstIndex = 0,
): PlannedCell[] {
  const names = freshNames(chance, dimensions.shard ?? null);
  const wanted = chosen(
    combinations(dimensions).filter(
      (each) => dimensions.wanted?.(cellTitle(coordinatesOf(each))) ?? true,
    ),
    dimensions,
  );
  if (wanted.length === 0) {
    throw new UsageError(
      "Nothing to run: no cell is left after --grep, --grep-invert and --test-list.",
    );
  }
  const rows = new Map<string, Row>();
  return wanted.map((each, index) => {
    const key = cellTitle({ ...coordinatesOf(each), repetition: 0 });
    const row = rows.get(key) ?? rowOf(asSpoken(each), dimensions);
    rows.set(key, row);
    const own = { gardenId: names.gardenId(), words: names.words(), repetition: each.repetition };
    return new PlannedOnce(row, own, firstIndex + index, layout);
  });
}

function rowOf(each: Combination, dimensions: Dimensions): Row {
  const { target, lane, scenario, history } = each;
  const { repetition: _, ...coordinates } = coordinatesOf(each);
  const seeder = seederOf(each, dimensions);
  const unsuited =
    whyUnsuited(scenario, lane, target, dimensions.fidelity) ??
    (history && whyNoHistory(history, scenario, target, dimensions.fidelity)) ??
    (history && whyNotOwn(history, lane)) ??
    dimensions.agentRefuses?.(target, lane, scenario) ??
    null;
  return {
    pathsOf: (paths) => pathsOf(lane, paths),
    coordinates,
    common: {
      ...coordinates,
      ...historyOf(each, dimensions.providerRules),
      ...(hasTwin(each, dimensions.fidelity) ? { twin: true as const } : {}),
      ...(isMade(each, dimensions) ? { seed: "made" as const } : {}),
      traits: lane.traits,
      fidelity: dimensions.fidelity,
      ...(seeder.version === null ? {} : { seededBy: seeder.version }),
      expectation: expectationOf(each, dimensions.providerRules, seeder),
      faults: scenario.faults,
    },
    timeouts: timeoutsOf(each, dimensions),
    skip: unsuited ?? seeder.lacks ?? dimensions.lacks(target),
    unsuited: unsuited !== null,
  };
}

function timeoutsOf({ scenario, history }: Combination, dimensions: Dimensions): Timeouts {
  const timeouts = { ...dimensions.timeouts, ...scenario.timeouts };
  return history === null ? timeouts : timeoutsFor(history, timeouts);
}

const ownSeeder: Seeder = {
  version: null,
  lacks: null,
  tellsPrompt: true,
  canTellAgain: true,
  restoresTools: true,
};

const seederOf = ({ target, scenario, history }: Combination, { seeder }: Dimensions): Seeder =>
  seeder?.(target, {
    another: scenario.seededByAnother === true,
    longReply: history?.longReply === true,
  }) ?? ownSeeder;

function chosen(all: readonly Combination[], { choose }: Dimensions): readonly Combination[] {
  if (choose === undefined) return all;
  const byTitle = new Map(all.map((each) => [cellTitle(coordinatesOf(each)), each]));
  return choose([...byTitle.keys()]).flatMap((title) => byTitle.get(title) ?? []);
}

/** The provider refuses what the agent sends of some histories, whichever lane resumes them. */
function expectationOf(
  each: Combination,
  rules: Dimensions["providerRules"],
  session: DormantFacts,
): Expectation {
  const { scenario, lane } = each;
  if (historyOf(each, rules).history?.fate === "refused") return { kind: "turn-failed" };
  const where = `scenario ${scenario.name}: expect() for lane ${lane.name}`;
  return asExpectation(
    asked(where, () => scenario.expect(lane.traits, session)),
    where,
  );
}

const pathsOf = (lane: Lane, paths: CellPaths): CellPaths =>
  asked(`lane ${lane.name}: paths()`, () => lane.surroundings?.paths?.(paths)) ?? paths;

/** What a definition of the user's own answers; it is named where it throws. */
function asked<T>(where: string, question: () => T): T {
  try {
    return question();
  } catch (error) {
    throw new UsageError(`${where} threw: ${messageOf(error)}. Nothing was run.`);
  }
}

/** Why a cell cannot be run by its nature, no matter who runs it; null when it can. */
export function whyUnsuited(
  scenario: Scenario,
  lane: Lane,
  target: CellTarget,
  fidelity: Fidelity,
): string | null {
  const ofScenario = `scenario ${scenario.name}: cannotRun() for lane ${lane.name}`;
  const unsuited = asked(ofScenario, () => whyNot(scenario, lane, target.wireApi, fidelity));
  if (unsuited !== null) return unsuited;
  return (
    asked(`lane ${lane.name}: cannotRun()`, () => lane.surroundings?.cannotRun?.(target)) ?? null
  );
}

interface Combination {
  readonly target: CellTarget;
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly history: History | null;
  readonly repetition: number;
}

const coordinatesOf = (each: Combination) => ({
  target: each.target,
  lane: each.lane.name,
  scenario: each.scenario.name,
  repetition: each.repetition,
  ...historyOf(each),
});

function historyOf(
  { history, target }: Combination,
  rules: Dimensions["providerRules"] = null,
): { readonly history?: CellHistory } {
  return history === null ? {} : { history: historyAt(history, target, rules) };
}

/** A lane that brings an agent of its own may speak another wire format to the same model. */
function asSpoken(each: Combination): Combination {
  const { target, lane } = each;
  const wireApi = lane.surroundings?.wireApiOf?.(target) ?? target.wireApi;
  return { ...each, target: { ...target, wireApi } };
}

/** Repetitions come last but targets innermost, so that neighbours meet different providers. */
function combinations(dimensions: Dimensions): Combination[] {
  const { targets, lanes, scenarios, repeat, showcase, histories = [null] } = dimensions;
  for (const [name, values] of Object.entries({ targets, lanes, scenarios })) {
    if (values.length === 0) throw new UsageError(`Nothing to run: there are no ${name}.`);
  }
  if (repeat < 1) throw new UsageError("Nothing to run: repeat must be at least 1.");
  const repetitions = Array.from({ length: repeat }, (_, index) => index + 1);
  const besides = (showcase?.scenarios ?? []).filter(
    ({ name }) => !scenarios.some((scenario) => scenario.name === name),
  );
  const shown = showcase?.targets ?? [];
  return repetitions.flatMap((repetition) =>
    lanes.flatMap((lane) => [
      ...scenarios.flatMap((scenario) =>
        histories.flatMap((history) =>
          targets.map((target) => ({ target, lane, scenario, history, repetition })),
        ),
      ),
      ...besides.flatMap((scenario) =>
        shown.map((target) => ({ target, lane, scenario, history: null, repetition })),
      ),
    ]),
  );
}
