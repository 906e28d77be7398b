// Makes agents: the built-in one from its description, one of the user's own from its module.
import { pathToFileURL } from "node:url";
import type { Agent, AgentDefinition, AgentDescription } from "./agent.ts";
import type { BuiltInAgent } from "./built-in.ts";
import { createPiAgent } from "./pi/adapter.ts";
import { piAgent } from "./pi/definition.ts";

/** The one that targets mean where they name none. */
export const builtIn: BuiltInAgent = piAgent;

/** From plain data, as another process was given it. */
export async function loadAgent(description: AgentDescription): Promise<Agent> {
  if (!("module" in description)) return createPiAgent(description);
  const { agent, module } = description;
  const exported = Object.values<unknown>(await import(pathToFileURL(module).href)).flat();
  const found = exported.find((item) => (item as Partial<AgentDefinition> | null)?.name === agent);
  if (!found) throw new Error(`${module} exports no agent named ${agent}`);
  return (found as AgentDefinition).create(description);
}

/** Looks for the installation that is to be driven. */
export async function openAgent(definition: AgentDefinition): Promise<Agent> {
  const { name, module } = definition;
  const found = await definition.find();
  return definition.create({ ...found, agent: name, module });
}
