// Config and command line → the dimensions of one run. Pure but for the catalogue it is given.
// What was asked for and cannot be found is refused with what there is; nothing is guessed.
import type { AgentDefinition } from "../../agents/agent.ts";
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import type { Catalog } from "../../agents/catalog.ts";
import { defaultAgent } from "../../agents/description.ts";
import type { CellTarget } from "../../evidence/cell.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { globMatcher, isGlob } from "../config/glob.ts";
import { nearest } from "../config/nearest.ts";
import { type NamedTarget, parseTarget, shortName } from "../config/target.ts";

/** What a command line may select; each list is joined by "or". */
export interface Selection {
  readonly target?: readonly string[];
  readonly lane?: readonly string[];
  readonly scenario?: readonly string[];
  readonly history?: readonly string[];
  readonly allTargets?: boolean;
  /** Every scenario on every target with every lane. */
  readonly full?: boolean;
  readonly grep?: readonly string[];
  readonly grepInvert?: readonly string[];
  /** A file that names cells, one a line. */
  readonly testList?: string;
  /** The random seed of the order; true asks for one to be drawn. */
  readonly shuffle?: number | true;
  readonly limit?: number;
}

/** Providers that the user's agent directory defines besides the built-in ones. */
export interface LiveProviders {
  readonly configured: readonly string[];
}

/** Of the agent under test, what targets are looked up in. */
export type TestedAgent = Pick<FoundBuiltIn, "catalog" | "version" | "named">;

/** Names there are to choose from; `chosen` are the config's. */
export interface Names {
  readonly all: readonly string[];
  readonly chosen: readonly string[];
}

/**
 * Targets of the run. A pattern picks from the config's targets (with `--all-targets`, from one
 * model of each built-in provider); a full `provider/model` may also be one that is not listed.
 */
export function selectTargets(
  listed: readonly NamedTarget[],
  selection: Selection,
  { found, pinned }: { readonly found: TestedAgent; readonly pinned: Catalog },
  live: LiveProviders | null,
  own: readonly AgentDefinition[] = [],
): CellTarget[] {
  const pool = selection.allTargets ? oneOfEach(found.catalog) : listed;
  const patterns = selection.target ?? [];
  const catalogs = [found.catalog, pinned];
  const picked = patterns.length === 0 ? pool : pick(patterns, pool, { catalogs, live, own });
  return distinct(
    picked.map((target) => asNamedByOwn(own, target) ?? asNamedBy(found.catalog, target)),
  );
}

/** Where a target is looked up that the config does not list. */
interface Sources {
  readonly catalogs: readonly Catalog[];
  readonly live: LiveProviders | null;
  readonly own: readonly AgentDefinition[];
}

/** A pattern may pick what only the pinned one has: then the one under test is said to lack it. */
function pick(
  patterns: readonly string[],
  pool: readonly NamedTarget[],
  sources: Sources,
): NamedTarget[] {
  const faults: Fault[] = [];
  const picked = patterns.flatMap((pattern) => {
    const matches = targetMatcher(pattern);
    const found = pool.filter(matches);
    if (found.length > 0) return found;
    const named = isGlob(pattern)
      ? `matches none of ${pool.map(shortName).join(", ")}`
      : unlisted(pattern, sources);
    if (typeof named !== "string") return [named];
    faults.push({ where: `--target ${pattern}`, message: named });
    return [];
  });
  if (faults.length > 0) throw new UsageError("No such target; nothing was run.", faults);
  return picked;
}

function targetMatcher(pattern: string): (target: NamedTarget) => boolean {
  const matches = globMatcher(pattern);
  return (target) => matches(shortName(target)) || matches(`${target.agent}:${shortName(target)}`);
}

function unlisted(text: string, { catalogs, live, own }: Sources): NamedTarget | string {
  const names = own.map(({ name }) => name);
  const parsed = parseTarget(text, names);
  if (parsed.kind === "malformed") return parsed.because;
  const definition = own.find(({ name }) => name === parsed.target.agent);
  if (definition) return definition.refuseTarget?.(parsed.target) ?? parsed.target;
  const refusals = catalogs.map((catalog) => refuseTarget(parsed.target, catalog, live));
  return refusals.includes(null) ? parsed.target : (refusals[0] ?? parsed.target);
}

/** Why a well-formed target cannot be run, or null. `live` is null at loopback. */
export function refuseTarget(
  target: NamedTarget,
  catalog: Catalog,
  live: LiveProviders | null,
): string | null {
  const found = catalog.find(target.provider, target.model);
  if (found.kind === "known" || live?.configured.includes(target.provider)) return null;
  if (found.kind === "unknown-provider") {
    return `unknown provider "${target.provider}"${meant(found.near, catalog.providers)}`;
  }
  // A live account may have models newer than the catalogue.
  if (live !== null) return null;
  return `provider ${target.provider} has no model "${target.model}"${meant(found.near, [])}`;
}

function meant(near: readonly string[], all: readonly string[]): string {
  if (near.length > 0) return `; did you mean ${near.join(" or ")}?`;
  return all.length > 0
    ? `; ${defaultAgent} has ${all.join(", ")}`
    : `; see \`${defaultAgent} --list-models\``;
}

/**
 * Why the agent under test cannot be given the target, with the nearest it has; null when it can. It is
 * a skip and no failure: the target is right, and this installation is older or newer than it.
 */
export function lackedBy(
  { catalog, version }: TestedAgent,
  target: NamedTarget,
  live: LiveProviders | null,
): string | null {
  if (refuseTarget(target, catalog, live) === null) return null;
  const { provider, model } = target;
  const found = catalog.find(provider, model);
  const near = found.kind === "known" ? [] : found.near;
  const name = catalog.nameOf(provider);
  if (name === null) {
    return `${defaultAgent} ${version} has no provider ${provider}; ${nearestOf(near, catalog.providers)}`;
  }
  const ids = catalog.models(name).map(({ id }) => id);
  return `${defaultAgent} ${version} has no model ${model} of ${name}; ${nearestOf(near, ids)}`;
}

const nearestOf = (near: readonly string[], all: readonly string[]) =>
  near.length > 0
    ? `the nearest it has is ${near.join(", ")}`
    : `it has ${all.slice(0, 3).join(", ")}${all.length > 3 ? " and others" : ""}`;

/** Some providers have no model that one can talk to. */
function oneOfEach({ providers, models, defaultModel }: Catalog): NamedTarget[] {
  return providers
    .filter((provider) => models(provider).length > 0)
    .map((provider) => ({ agent: defaultAgent, provider, model: defaultModel(provider).id }));
}

function asNamedByOwn(own: readonly AgentDefinition[], target: NamedTarget): CellTarget | null {
  const definition = own.find(({ name }) => name === target.agent);
  if (definition === undefined) return null;
  return { ...target, wireApi: definition.wireApiOf?.(target) ?? null };
}

/** A provider may bear another name in this agent; what is asked for, recorded and shown is that one. */
function asNamedBy(catalog: Catalog, target: NamedTarget): CellTarget {
  const found = catalog.find(target.provider, target.model);
  if (found.kind !== "known") return { ...target, wireApi: null };
  return { ...target, provider: found.model.provider, wireApi: found.model.api };
}

function distinct(targets: readonly CellTarget[]): CellTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}

/** Names that the patterns pick, in the order there is; the config's where nothing is asked. */
export function selectNames(
  flag: "--lane" | "--scenario" | "--history",
  patterns: readonly string[] | undefined,
  names: Names,
): readonly string[] {
  if (patterns === undefined || patterns.length === 0) return names.chosen;
  const faults: Fault[] = [];
  for (const pattern of patterns) {
    if (names.all.some(globMatcher(pattern))) continue;
    const near = nearest(pattern, names.all);
    const hint = near === null ? `there is ${names.all.join(", ")}` : `did you mean "${near}"?`;
    faults.push({ where: `${flag} ${pattern}`, message: `matches nothing; ${hint}` });
  }
  if (faults.length > 0) throw new UsageError("Nothing was run.", faults);
  const matchers = patterns.map(globMatcher);
  return names.all.filter((name) => matchers.some((matches) => matches(name)));
}

export interface Extent {
  /** Run on every target. */
  readonly scenarios: readonly string[];
  /** Whether all others are run on the first target. */
  readonly showcase: boolean;
}

/**
 * Which scenarios every target meets, and whether one target meets all of them besides:
 * - nothing selected: the config's on each target, all on one. A real account is not charged for
 *   what nobody asked for, so live there is no such target.
 * - something selected: the product of what was selected; `--grep` looks through all scenarios.
 * - `full`: the product of all scenarios that were not left out by name.
 */
export function selectScenarios(
  selection: Selection,
  names: Names,
  fidelity: "loopback" | "live",
): Extent {
  const { scenario = [], grep = [], target = [], lane = [], history = [] } = selection;
  const whole = selection.full || grep.length > 0;
  const chosen = whole ? names.all : names.chosen;
  const scenarios = selectNames("--scenario", scenario, { ...names, chosen });
  const selected = [scenario, target, lane, history].some((patterns) => patterns.length > 0);
  const showcase = !whole && !selected && !selection.allTargets && fidelity !== "live";
  return { scenarios, showcase };
}

/** Which cells `--grep` and `--grep-invert` leave; the expressions ignore case. */
export function titleFilter({ grep = [], grepInvert = [] }: Selection): (title: string) => boolean {
  const wanted = grep.map((source) => expression("--grep", source));
  const unwanted = grepInvert.map((source) => expression("--grep-invert", source));
  return (title) =>
    (wanted.length === 0 || wanted.some((each) => each.test(title))) &&
    !unwanted.some((each) => each.test(title));
}

function expression(flag: string, source: string): RegExp {
  try {
    const made = new RegExp(source, "i");
    made.test(""); // compiled only here: "too large" is found now
    return made;
  } catch (error) {
    throw new UsageError("Nothing was run.", [{ where: flag, message: (error as Error).message }]);
  }
}
