// Words in the working directory that the model is told, and that somebody edits between two turns.
import { join } from "node:path";
import { defineScenario } from "../../scenario.ts";
import { placeFile } from "../../toolbox/props.ts";
import { lostWithoutLock } from "./seeded.ts";

const fault = "instructions-file-changed";

const before = "Bananas are the only fruit in this project.\n";
const after = "Apples are the only fruit in this project.\n";

export const instructionsFileChanged = defineScenario({
  name: "instructions-file-changed",
  summary:
    "what the directory tells the model changed meanwhile: the session goes on as it was told",
  explained: {
    why: "A file of the directory that changed overnight would change what a dormant session was told.",
    causes: "Instruction files are read at each start and not kept in the session.",
  },
  faults: [fault],
  needs: ["briefings"],
  realSeed: true,
  notLive: "what a real provider is told cannot be seen",
  expect: lostWithoutLock({ kind: "resumed" }),
  covers: ["owned-outcome×dormant"],
  directoryFiles: ({ briefings }) => (briefings ? { [briefings.directoryFile]: before } : {}),
  async arrange(stage) {
    const { cell, context, world } = stage;
    const path = join(cell.paths.workingDirectory, context.agent.briefings?.directoryFile ?? "");
    stage.record({ type: "fault-armed", fault, detail: path });
    await placeFile(stage, path, after);
    const proof = `${path} now says: ${(await world.files.readText(path)).trim()}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
