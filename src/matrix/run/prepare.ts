// Config file, environment and command line → everything one run is made from, checked. Nothing
// is started and nothing written; what is wrong is refused here, all of it at once.
import { resolve } from "node:path";
import type { Agent } from "../../agents/agent.ts";
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import { builtIn as builtInAgent } from "../../agents/index.ts";
import type { CellTarget } from "../../evidence/cell.ts";
import { whyNotWith } from "../../gate/scenario.ts";
import type { Lane } from "../../lanes/lane.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import { withOwnDefinitions } from "../config/own.ts";
import type { NamedTarget } from "../config/target.ts";
import { readTestList } from "../config/test-list.ts";
import { type Known, validateConfig } from "../config/validate.ts";
import {
  type LiveOverrides,
  type LiveSurroundings,
  liveOverrides,
  liveSurroundings,
} from "../live/live.ts";
import { createRedactor, environmentSecrets, type Redact } from "../live/redact.ts";
import type { Parts } from "../parts.ts";
import { chooser } from "../plan/choice.ts";
import type { Dimensions } from "../plan/plan.ts";
import {
  type Extent,
  lackedBy,
  refuseTarget,
  type Selection,
  selectNames,
  selectScenarios,
  titleFilter,
} from "../plan/select.ts";
import { type Additions, extended } from "./extend.ts";
import { heldHistory, measured, selectHistories } from "./histories.ts";
import {
  conditionsOf,
  findInstallations,
  type Installations,
  installationOf,
  refuseOwnAgents,
  seederFor,
  targetsFor,
} from "./installations.ts";
import { openSound } from "./open-agents.ts";
import { isLive, type Overrides, overlaid, providersIn, type Surroundings } from "./overlaid.ts";

export interface Prepared {
  /** With the command line applied: what a continued run starts from again. */
  readonly config: EffectiveConfig;
  readonly dimensions: Dimensions;
  readonly redact: Redact;
  /** The one under test, or the first of several versions. */
  readonly found: FoundBuiltIn;
  readonly others: readonly FoundBuiltIn[];
  /** Of the user's own that targets name. */
  readonly agents: readonly Agent[];
  /** With the lanes and scenarios that the config brings itself. */
  readonly parts: Parts;
  /** Null at loopback, which looks at nothing of the user's. */
  readonly live: LiveSurroundings | null;
}

const notAsked = "LIVE is not set: nothing real is called without LIVE=1";

/** @throws UsageError with every fault of the config, or of the selection. */
export async function prepare(
  overrides: Overrides,
  at: Surroundings,
  builtIn: Parts,
): Promise<Prepared> {
  const loaded = await loadConfig(at.workingDirectory, overrides.config);
  const parts = withOwnDefinitions(builtIn, loaded.value, loaded.path);
  const value = overlaid(loaded.value, overrides, at);
  const fidelity = (value as { fidelity?: unknown }).fidelity;
  const live = fidelity === "live" ? liveSurroundings(at.environment) : null;
  const named = (value as { pi?: unknown }).pi;
  const path = typeof named === "string" && named ? resolve(loaded.directory, named) : null;
  const paths = overrides.pis ?? [path];
  const installed = await findInstallations(parts, paths, providersIn(value, overrides));
  const { found } = installed;
  const validated = validateConfig(value, knownTo(parts, found, live), loaded.directory);
  if (validated.kind === "invalid") {
    const count = validated.faults.length;
    const summary = `${loaded.path}: ${count} fault${count === 1 ? "" : "s"}; nothing was run.`;
    throw new UsageError(summary, validated.faults);
  }
  const file = overrides.config === undefined ? null : loaded.path;
  const { pis } = overrides;
  const config = { ...validated.config, file, ...(pis ? { pis } : {}) };
  const names = { all: parts.scenarios.map(({ name }) => name), chosen: config.scenarios };
  const extent = selectScenarios(overrides, names, config.fidelity);
  const changed = liveOverrides(at.environment);
  const pinned = found.named ? await parts.findAgent(null) : found;
  const prepared = narrow(config, overrides, extent, {
    at,
    parts,
    installed,
    pinned,
    live,
    changed,
  });
  return withAgents(prepared);
}

/** Dimensions for a config that was checked when its run began, and what is added to it. */
export async function prepareAgain(
  recorded: EffectiveConfig,
  at: Surroundings,
  parts: Parts,
  additions: Additions = {},
): Promise<Prepared> {
  const live = recorded.fidelity === "live" ? liveSurroundings(at.environment) : null;
  const providers = providersIn(recorded, additions);
  const installed = await findInstallations(parts, recorded.pis ?? [recorded.pi], providers);
  const config = extended(recorded, additions, { found: installed.found, live, parts });
  // A run of an older build may have no word on it.
  const extent = { scenarios: config.scenarios, showcase: Boolean(config.showcase) };
  // What the environment changed is in the recorded config; now it would make it another run.
  const basis = { at, parts, installed, pinned: installed.found, live, changed: unchanged };
  return withAgents(narrow(config, {}, extent, basis));
}

/** Only those that targets name are looked for. */
async function withAgents(given: Prepared): Promise<Prepared> {
  const held = await measured(given.dimensions.histories ?? [null]);
  const prepared = { ...given, dimensions: { ...given.dimensions, histories: held } };
  const { targets } = prepared.dimensions;
  const asked = (prepared.parts.agents ?? []).filter(({ name }) =>
    targets.some(({ agent }) => agent === name),
  );
  const agents = await Promise.all(asked.map(openSound));
  if (agents.length === 0) return prepared;
  const agentRefuses: Dimensions["agentRefuses"] = (target, lane, scenario) => {
    const agent = agents.find(({ name }) => name === target.agent);
    if (agent === undefined || lane.surroundings?.agent) return null;
    return whyNotWith(agent, lane, scenario);
  };
  return { ...prepared, agents, dimensions: { ...prepared.dimensions, agentRefuses } };
}

/**
 * A target that the pinned agent does not have is a slip. One that is named may be of another age than
 * the config: what it has not is skipped.
 */
function knownTo(parts: Parts, found: FoundBuiltIn, live: LiveSurroundings | null): Known {
  return {
    lanes: parts.lanes.map(({ name }) => name),
    scenarios: parts.scenarios.map(({ name }) => name),
    agents: parts.agents?.map(({ name }) => name) ?? [],
    claims: parts.claims?.map(({ name }) => name) ?? [],
    refuseTarget(target) {
      const own = ownAgentOf(parts, target);
      if (own) return own.refuseTarget?.(target) ?? null;
      return found.named ? null : refuseTarget(target, found.catalog, live?.credentials ?? null);
    },
  };
}

const ownAgentOf = ({ agents = [] }: Parts, { agent }: Pick<NamedTarget, "agent">) =>
  agents.find(({ name }) => name === agent) ?? null;

interface Basis {
  readonly at: Surroundings;
  readonly parts: Parts;
  readonly installed: Installations;
  readonly pinned: FoundBuiltIn;
  readonly live: LiveSurroundings | null;
  readonly changed: LiveOverrides;
}

const unchanged: LiveOverrides = { target: null, assistantTurnMs: null };

/** Nothing is known of where an agent of the user's own keeps its keys. */
const notLive = ({ agent }: NamedTarget, live: LiveSurroundings | null) =>
  live === null ? null : `agent ${agent} can be run at loopback only`;

function narrow(
  config: EffectiveConfig,
  selection: Selection,
  { scenarios, showcase }: Extent,
  {
    at: { environment, workingDirectory },
    parts,
    installed,
    pinned,
    live,
    changed: { target, assistantTurnMs },
  }: Basis,
): Prepared {
  const listed = live !== null && target !== null ? [target] : config.targets;
  const sources = { pinned: pinned.catalog, live: live?.credentials ?? null, own: parts.agents };
  const perVersion = targetsFor(installed, { listed, selection, ...sources });
  const targets = perVersion.flat();
  const lanes = lanesIn(config, selection, parts);
  refuseOwnAgents(lanes, installed);
  const held = selectHistories(config, selection, workingDirectory);
  const timeouts = changedTimeouts(config, assistantTurnMs);
  const lacked = lackedIn(parts, installed, live);
  // The one that meets every scenario has to be one that this agent has.
  const firsts = perVersion.flatMap(
    (own) => own.find((each) => lacked(each) === null) ?? own[0] ?? [],
  );
  const [first] = firsts;
  return {
    config: {
      ...config,
      targets: distinct(targets.map(named)),
      lanes: lanes.map(({ name }) => name),
      scenarios,
      histories: held,
      timeouts,
      showcase: showcase && first ? named(first) : null,
      file: config.file ?? null,
    },
    live,
    parts,
    ...installed,
    agents: [],
    redact: createRedactor(live?.secrets ?? environmentSecrets(environment)),
    dimensions: {
      targets,
      lanes,
      scenarios: scenarios.map((name) => byName(parts.scenarios, name)),
      showcase: showcase ? { targets: firsts, scenarios: parts.scenarios } : null,
      histories: held.map(heldHistory),
      repeat: config.repeat,
      fidelity: config.fidelity,
      ...conditionsOf(config, installed),
      timeouts,
      wanted: titleFilter(selection),
      ...choiceOf(selection, workingDirectory),
      seeder: (target, wanted) => seederFor(target, wanted, installed),
      lacks: (target) => lacked(target) ?? uncalled(target, live, isLive(environment)),
    },
  };
}

/** Nothing where nothing is asked: a plan is chosen from only then. */
function choiceOf({ testList, shuffle, limit }: Selection, directory: string) {
  if (testList === undefined && shuffle === undefined && limit === undefined) return {};
  if (shuffle === true) throw new Error("no random seed was drawn for --shuffle");
  const list = testList === undefined ? null : readTestList(resolve(directory, testList));
  return { choose: chooser({ testList: list, shuffle: shuffle ?? null, limit: limit ?? null }) };
}

function lanesIn({ lanes }: EffectiveConfig, { lane, full }: Selection, parts: Parts): Lane[] {
  const all = parts.lanes.map(({ name }) => name);
  const names = selectNames("--lane", lane, { all, chosen: full ? all : lanes });
  return names.map((name) => byName(parts.lanes, name));
}

/** What a target lacks to be run with its installation; null for nothing. */
const lackedIn =
  (parts: Parts, installed: Installations, live: LiveSurroundings | null) =>
  (wanted: CellTarget): string | null =>
    ownAgentOf(parts, wanted)
      ? notLive(wanted, live)
      : lackedBy(installationOf(wanted, installed), wanted, live?.credentials ?? null);

const named = ({ agent, provider, model }: NamedTarget) => ({ agent, provider, model });

/** Two versions of an agent have most targets in common. */
const distinct = (targets: readonly NamedTarget[]) => [
  ...new Map(targets.map((target) => [JSON.stringify(target), target])).values(),
];

/** Why a real provider is not called; null at loopback. */
function uncalled({ provider }: NamedTarget, live: LiveSurroundings | null, asked: boolean) {
  if (live === null) return null;
  return asked ? builtInAgent.missingCredential(provider, live.credentials) : notAsked;
}

const changedTimeouts = ({ timeouts }: EffectiveConfig, assistantTurnMs: number | null) =>
  assistantTurnMs === null ? timeouts : { ...timeouts, assistantTurnMs };

function byName<T extends { readonly name: string }>(values: readonly T[], name: string): T {
  const found = values.find((value) => value.name === name);
  if (found === undefined) throw new UsageError(`This build has no "${name}" any more.`);
  return found;
}
