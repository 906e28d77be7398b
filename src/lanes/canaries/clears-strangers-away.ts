// What cannot be read may be somebody's on a disk that is away for a moment.
import { join } from "node:path";
import { defineCanary } from "./canary.ts";

export const clearsStrangersAway = defineCanary({
  name: "clears-strangers-away",
  breaks: "what cannot be read among the sessions is removed",
  claim: "strangers-spared",
  alone: true,
  source: "claim",
  scenario: "strangers",
  async resume(resume, { world, cell }, fire) {
    const { sessionDirectory } = cell.paths;
    for (const name of await world.files.list(sessionDirectory)) {
      const path = join(sessionDirectory, name);
      if ((await world.files.inspect(path)).kind !== "symlink") continue;
      await world.files.unlink(path);
      fire(`${path} is gone`);
    }
    return resume();
  },
});
