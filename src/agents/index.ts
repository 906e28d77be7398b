// Makes an agent from its description. Another agent is one more case here and its own adapter.
import type { Agent, AgentDescription } from "./agent.ts";
import { createPiAgent } from "./pi/adapter.ts";

export function createAgent(description: AgentDescription): Agent {
  switch (description.agent) {
    case "pi":
      return createPiAgent(description);
  }
}
