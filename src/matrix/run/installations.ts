// The installations of the built-in agent that a run tests: one, or several versions of it, whose targets are told
// apart by the version. What each of them has and lacks is its own.
import type { AgentDefinition } from "../../agents/agent.ts";
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import type { Catalog } from "../../agents/catalog.ts";
import { defaultAgent } from "../../agents/description.ts";
import { builtIn } from "../../agents/index.ts";
import type { CellTarget } from "../../evidence/cell.ts";
import type { Lane } from "../../lanes/lane.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import type { NamedTarget } from "../config/target.ts";
import type { Parts } from "../parts.ts";
import type { Seeder, WantedSession } from "../plan/plan.ts";
import { type LiveProviders, lackedBy, type Selection, selectTargets } from "../plan/select.ts";

export interface Installations {
  /** The one that is tested, or the first of them. */
  readonly found: FoundBuiltIn;
  /** Further versions; ordinarily none. */
  readonly others: readonly FoundBuiltIn[];
}

/** @throws UsageError for one that cannot be run, and for two of one version: their cells would be the same. */
export async function findInstallations(
  { findAgent }: Pick<Parts, "findAgent">,
  paths: readonly (string | null)[],
  providers: readonly string[],
): Promise<Installations> {
  const [first = null, ...more] = paths;
  const found = await findAgent(first, providers);
  const others = await Promise.all(more.map((path) => findAgent(path, providers)));
  const versions = [found, ...others].map(({ version }) => version);
  const twice = versions.find((version, index) => versions.indexOf(version) !== index);
  if (twice === undefined) return { found, others };
  throw new UsageError("Nothing was run.", [
    { where: "--pi", message: `two of them are version ${twice}; name each version once` },
  ]);
}

/** The installation that a target is run with. */
export function installationOf(target: CellTarget, { found, others }: Installations): FoundBuiltIn {
  if (target.version === undefined) return found;
  const named = [found, ...others].find(({ version }) => version === target.version);
  if (named === undefined) throw new Error(`no ${target.agent} ${target.version} is at hand`);
  return named;
}

/** Under which conditions each cell is seeded and answered. */
export const conditionsOf = (
  { seed, providerRules }: EffectiveConfig,
  installed: Installations,
) => ({
  providerRules: providerRules ?? null,
  realSeeds: seed !== "made",
  makesSessions: (target: CellTarget) => hasSessionCode(target, installed),
});

/** The package that an executable is of holds it. Of an agent of the user's own nothing is known. */
function hasSessionCode(target: CellTarget, installed: Installations): boolean {
  if (target.agent !== defaultAgent) return false;
  return installationOf(target, installed).packageJson !== null;
}

/**
 * Who makes the dormant sessions of a target: its own installation, or the one that was named before it
 * (the first's is the last).
 */
export function seederFor(
  target: CellTarget,
  { another, longReply }: WantedSession,
  installed: Installations,
): Seeder {
  if (target.agent !== defaultAgent) {
    const lacks = `nothing is known of other versions of agent ${target.agent}`;
    const best = { tellsPrompt: true, canTellAgain: true, restoresTools: true };
    return { ...best, version: null, lacks: another ? lacks : null };
  }
  const own = installationOf(target, installed);
  const { prompt, tools } = builtIn.remembers(own.version);
  const facts = { tellsPrompt: prompt, canTellAgain: prompt, restoresTools: tools };
  if (!another) return { ...facts, version: null, lacks: longReply ? whyNoLongReply(own) : null };
  const all = [installed.found, ...installed.others];
  const seeder = all.at(all.indexOf(own) - 1) ?? own;
  if (seeder === own) {
    const lacks = `its session is made with another ${target.agent} than the one that resumes it: give --pi twice`;
    return { ...facts, version: null, lacks };
  }
  const { version } = seeder;
  return {
    ...facts,
    version,
    tellsPrompt: builtIn.remembers(version).prompt,
    lacks: lackedBy(seeder, target, null) ?? calledOtherwise(seeder, target),
  };
}

/** What an agent says goes to a file of the cell. */
function whyNoLongReply({ version }: FoundBuiltIn): string | null {
  if (!builtIn.repeatsReplies(version)) return null;
  return `${builtIn.name} ${version} says all of a reply anew with each piece of it: a long one would fill the disk`;
}

/** The session names its provider, and the one that resumes it would have to know it by that name. */
function calledOtherwise({ catalog, version }: FoundBuiltIn, { agent, provider }: CellTarget) {
  const name = catalog.nameOf(provider);
  return name === provider ? null : `${agent} ${version} calls provider ${provider} ${name}`;
}

interface Chosen {
  readonly listed: readonly NamedTarget[];
  readonly selection: Selection;
  readonly pinned: Catalog;
  readonly live: LiveProviders | null;
  readonly own: readonly AgentDefinition[] | undefined;
}

/** For each installation the targets of the run, as it calls them. Agents of the user's own have one version. */
export function targetsFor(
  { found, others }: Installations,
  { listed, selection, pinned, live, own }: Chosen,
): CellTarget[][] {
  return [found, ...others].map((each, index) => {
    const targets = selectTargets(listed, selection, { found: each, pinned }, live, own);
    if (others.length === 0) return targets;
    return targets.flatMap((target): CellTarget[] => {
      if (target.agent === defaultAgent) return [{ ...target, version: each.version }];
      return index === 0 ? [target] : [];
    });
  });
}

/** A lane that brings an agent of its own runs that one, whatever the version in its cells' names. */
export function refuseOwnAgents(lanes: readonly Lane[], { others }: Installations): void {
  const names = lanes.filter(({ surroundings }) => surroundings?.agent).map(({ name }) => name);
  if (others.length === 0 || names.length === 0) return;
  throw new UsageError("Nothing was run.", [
    { where: "--pi", message: `give it once: ${names.join(", ")} bring an agent of their own` },
  ]);
}
