// As long as a session keeps to one model, its first and its last are the same.
import { findSessions } from "../../resume/session-file.ts";
import type { Seams } from "../lane.ts";
import { defineCanary } from "./canary.ts";

export const firstModel = defineCanary({
  name: "first-model",
  breaks: "a session that was switched to another model is resumed with its first one",
  claim: "model-identity",
  alone: true,
  source: "bug",
  scenario: "model-switched",
  notSimulated: "no simulated session changes its model",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      const first = await firstModelOf(seams, launch.gardenId);
      if (first === null) return seams.start(launch, directory);
      fire(`${first.model} in the place of ${launch.model}`);
      return seams.start({ ...launch, ...first }, directory);
    },
  }),
});

async function firstModelOf({ world, cell, agent }: Seams, gardenId: string) {
  const { sessionDirectory } = cell.paths;
  const [session] = await findSessions(world.files, sessionDirectory, gardenId, agent.parseLine);
  if (!session) return null;
  for (const line of (await world.files.readText(session.path)).split("\n")) {
    const parsed = line === "" ? null : agent.parseLine(line);
    if (parsed?.kind === "model") return { provider: parsed.provider, model: parsed.model };
  }
  return null;
}
