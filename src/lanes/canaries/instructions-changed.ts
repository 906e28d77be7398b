// A user who edits the instructions between two turns gets another prompt, and pays for it once.
import { join } from "node:path";
import { defineCanary } from "./canary.ts";

const file = "AGENTS.md";

export const instructionsChanged = defineCanary({
  name: "instructions-changed",
  breaks: "the agent's standing instructions are others when the session is resumed",
  claim: "resume-continues",
  tells: ["input[", "it costs: cache"],
  source: "claim",
  childFaults: ["forgets-its-prompt"],
  surroundings: { agentFiles: () => ({ [file]: "Be brief.\n" }) },
  notSimulated: "the simulated model is told nothing in full",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      const { world, cell } = seams;
      await world.files.writeText(join(cell.paths.agentDirectory, file), "Be long.\n", 0o600);
      fire(`${file} says something else`);
      return seams.start(launch, directory);
    },
  }),
});
