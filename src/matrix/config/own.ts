// Lanes, scenarios and agents that a config file brings itself, beside the built-in ones. Their shape is
// checked here; what they do is for the claims to judge.
import { z } from "zod";
import type { AgentDefinition } from "../../agents/agent.ts";
import { agentNames } from "../../agents/description.ts";
import type { LaneTraits } from "../../evidence/cell.ts";
import type { Scenario } from "../../gate/scenario.ts";
import type { Lane } from "../../lanes/lane.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import type { Parts } from "../parts.ts";
import { loadConfig } from "./load.ts";

const name = z
  .string("must be a string")
  .regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and hyphens");
const summary = z.string("must be a string: one line for reports");
const callable = z.custom<unknown>((value) => typeof value === "function", "must be a function");

const flag = z.boolean("must be true or false");
const onlyTrue = z.literal(true, "must be true, or left out").optional();

/** Typed by the traits themselves, so that one cannot be added there and refused here. */
const traitShapes: Record<keyof LaneTraits, z.ZodType> = {
  resident: flag,
  locking: flag,
  mapsIdentity: onlyTrue,
  probesUnrecorded: onlyTrue,
  recordless: onlyTrue,
  silentOnTurn: onlyTrue,
  firstModel: onlyTrue,
};

const traitsShape = z.strictObject(traitShapes, {
  error: ({ code }) =>
    code === "unrecognized_keys"
      ? `has a trait that does not exist; there are ${Object.keys(traitShapes).join(", ")}`
      : "must be { resident: boolean, locking: boolean }",
});

const laneShape = z.looseObject({
  name,
  summary,
  traits: traitsShape,
  resume: callable,
});

const scenarioShape = z.looseObject({
  name,
  summary,
  expect: callable,
  faults: z.array(z.string(), "must be a list of fault names"),
});

const agentShape = z.looseObject(
  {
    name: z
      .string("must be a string")
      .regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens"),
    module: z.string("must be the absolute path of the module that exports it").regex(/^\//, {
      error: "must be an absolute path: import.meta.filename",
    }),
    find: callable,
    create: callable,
  },
  "must be an agent made with defineAgent",
);

/** @throws UsageError naming every definition that is not one, or whose name is taken. */
export function withOwnDefinitions(parts: Parts, config: unknown, path: string): Parts {
  const faults: Fault[] = [];
  const lanes = collect<Lane>(config, "lanes", laneShape, parts.lanes, faults);
  const scenarios = collect<Scenario>(config, "scenarios", scenarioShape, parts.scenarios, faults);
  const builtIn = agentNames.map((agent) => ({ name: agent }));
  const agents = collect<AgentDefinition>(config, "agents", agentShape, builtIn, faults);
  if (faults.length > 0) throw new UsageError(`${path}: nothing was run.`, faults);
  if (lanes.length + scenarios.length + agents.length === 0) return parts;
  return {
    ...parts,
    agents: [...(parts.agents ?? []), ...agents],
    lanes: [...parts.lanes, ...lanes],
    scenarios: [...parts.scenarios, ...scenarios],
  };
}

/** For a run that is continued: its config file may be gone, and then it brings nothing. */
export async function withConfiguredDefinitions(
  parts: Parts,
  workingDirectory: string,
  named: string | undefined,
): Promise<Parts> {
  const loaded = await loadConfig(workingDirectory, named).catch((error: unknown) => {
    if (named === undefined && error instanceof UsageError) return null;
    throw error;
  });
  return loaded === null ? parts : withOwnDefinitions(parts, loaded.value, loaded.path);
}

function collect<T extends { readonly name: string }>(
  config: unknown,
  key: "lanes" | "scenarios" | "agents",
  shape: z.ZodType,
  builtIn: readonly { readonly name: string }[],
  faults: Fault[],
): T[] {
  const listed = (config as Partial<Record<string, unknown>> | null)?.[key];
  if (!Array.isArray(listed)) return [];
  const own: T[] = [];
  for (const [index, entry] of listed.entries()) {
    // A name, or one of our own definitions handed back to us.
    const isGiven = typeof entry !== "object" || entry === null || builtIn.includes(entry);
    if (isGiven && key !== "agents") continue;
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
