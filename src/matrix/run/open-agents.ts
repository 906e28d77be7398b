// Opens the agents that a config brought: looks for what is installed, and checks what their own code made.
import type { z } from "zod";
import type { Agent, AgentDefinition } from "../../agents/agent.ts";
import { openAgent } from "../../agents/index.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";
import { foundAgentShape, madeAgentShape } from "../config/own-shapes.ts";

/** @throws UsageError naming the agent: it is not installed, or is not made as an agent must be. */
export async function openSound(definition: AgentDefinition): Promise<Agent> {
  const { name } = definition;
  const checked: AgentDefinition = {
    ...definition,
    async find() {
      const found = await definition.find();
      requireShape(name, "find()", foundAgentShape, found);
      return found;
    },
    create(description) {
      const made = definition.create(description);
      requireShape(name, "create()", madeAgentShape, made);
      return made;
    },
  };
  try {
    return await openAgent(checked);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`agent ${name}: ${messageOf(error)}. Nothing was run.`);
  }
}

function requireShape(agent: string, where: string, shape: z.ZodType, value: unknown): void {
  const parsed = shape.safeParse(value);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path, message }): Fault => {
    return { where: [where, ...path.map(String)].join("."), message };
  });
  throw new UsageError(`agent ${agent}: nothing was run.`, faults);
}
