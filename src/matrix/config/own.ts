// Lanes, scenarios, agents and claims that a config file brings itself, beside the built-in ones. Their
// shape is checked here; what they do is for the claims to judge.
import type { z } from "zod";
import type { AgentDefinition } from "../../agents/agent.ts";
import { agentNames } from "../../agents/description.ts";
import type { Scenario } from "../../gate/scenario.ts";
import { invariants } from "../../invariants/index.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { Lane } from "../../lanes/lane.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import type { Parts } from "../parts.ts";
import { isConfigIn, loadConfig } from "./load.ts";
import { agentShape, claimShape, laneShape, scenarioShape } from "./own-shapes.ts";

/** What a config may hold besides names, each under its key. */
interface Own {
  readonly lanes: Lane;
  readonly scenarios: Scenario;
  readonly agents: AgentDefinition;
  readonly claims: Invariant;
}

type Key = keyof Own;

interface Kind {
  readonly shape: z.ZodType;
  /** Null where an entry may also be a name. */
  readonly madeWith: string | null;
}

const kinds: Readonly<Record<Key, Kind>> = {
  lanes: { shape: laneShape, madeWith: null },
  scenarios: { shape: scenarioShape, madeWith: null },
  agents: { shape: agentShape, madeWith: "agents made with defineAgent" },
  claims: { shape: claimShape, madeWith: "claims made with defineClaim" },
};

/** @throws UsageError naming every definition that is not one, or whose name is taken. */
export function withOwnDefinitions(parts: Parts, config: unknown, path: string): Parts {
  const faults: Fault[] = [];
  const take = <K extends Key>(key: K, builtIn: readonly Named[]) =>
    collect<Own[K]>(config, key, builtIn, faults);
  const lanes = take("lanes", parts.lanes);
  const scenarios = take("scenarios", parts.scenarios);
  const agents = take(
    "agents",
    agentNames.map((agent) => ({ name: agent })),
  );
  const claims = take("claims", invariants);
  if (faults.length > 0) throw new UsageError(`${path}: nothing was run.`, faults);
  return {
    ...parts,
    agents: [...(parts.agents ?? []), ...agents],
    claims: [...(parts.claims ?? []), ...claims],
    lanes: [...parts.lanes, ...lanes],
    scenarios: [...parts.scenarios, ...scenarios],
  };
}

/**
 * For a run that is recorded: its config file may be gone, and then it brings nothing.
 *
 * @throws UsageError for a config that is there, or is named, and cannot be loaded.
 */
export async function withConfiguredDefinitions(
  parts: Parts,
  workingDirectory: string,
  named: string | undefined,
): Promise<Parts> {
  if (named === undefined && !isConfigIn(workingDirectory)) return parts;
  const { value, path } = await loadConfig(workingDirectory, named);
  return withOwnDefinitions(parts, value, path);
}

interface Named {
  readonly name: string;
}

function collect<T extends Named>(
  config: unknown,
  key: Key,
  builtIn: readonly Named[],
  faults: Fault[],
): T[] {
  const { shape, madeWith } = kinds[key];
  const listed: unknown = Object(config)[key];
  if (!Array.isArray(listed)) {
    // Names are looked at later, with all that a config holds.
    if (listed !== undefined && madeWith !== null) {
      faults.push({ where: key, message: `must be a list of ${madeWith}` });
    }
    return [];
  }
  const own: T[] = [];
  for (const [index, entry] of listed.entries()) {
    // A name, or one of our own definitions handed back to us.
    const isGiven = typeof entry !== "object" || entry === null || builtIn.includes(entry);
    if (isGiven && madeWith === null) continue;
    const where = `${key}[${index}]`;
    const parsed = shape.safeParse(entry);
    if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => faultOf(where, issue)));
    else if ([...builtIn, ...own].some((other) => other.name === entry.name)) {
      faults.push({ where: `${where}.name`, message: `"${entry.name}" is taken; choose another` });
    } else own.push(entry);
  }
  return own;
}

const faultOf = (where: string, issue: z.core.$ZodIssue): Fault => ({
  where: [where, ...issue.path.map(String)].join("."),
  message: issue.message,
});
