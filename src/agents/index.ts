// The agents that there are: another one is its own folder and one line in each list of agents.
import type { Agent, AgentDescription } from "./agent.ts";
import { createPiAgent } from "./pi/adapter.ts";

const makers: { readonly [Name in AgentDescription["agent"]]: (told: AgentDescription) => Agent } =
  {
    pi: createPiAgent,
  };

/** Makes an agent from its description. */
export function createAgent(description: AgentDescription): Agent {
  return makers[description.agent](description);
}
