// The agent of a simulated cell: the real pi adapter, with its reading remembered, and a trust
// preflight that says what the case says.
import type { Agent } from "../../agents/agent.ts";
import { createPiAgent } from "../../agents/pi/adapter.ts";
import type { Versions } from "../../evidence/evidence.ts";
import { parseKnownLine } from "./transcript.ts";

// What a session holds is asked for by claims about what the model is told, and no simulated model is
// told anything in full: reading it would be work for nobody.
const { heldParts: _, ...adapter } = createPiAgent({
  command: "pi",
  commandArguments: [],
  version: "simulated",
  residentExtension: "/extension.ts",
  oneShotExtension: "/one-shot.ts",
  agentDirectory: null,
});

export const simulatedAgent: Agent = { ...adapter, parseLine: parseKnownLine };

/** Nothing of the machine that simulates may enter the evidence: it would differ elsewhere. */
export const simulatedVersions: Versions = {
  tool: "simulation",
  commit: null,
  agent: simulatedAgent.version,
  node: "simulated",
  platform: "simulated",
};
