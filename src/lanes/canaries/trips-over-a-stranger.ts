// A reader of all files that are called sessions must expect some that are none.
import { join } from "node:path";
import { messageOf } from "../../world/world.ts";
import { defineCanary } from "./canary.ts";

export const tripsOverAStranger = defineCanary({
  name: "trips-over-a-stranger",
  breaks: "whatever cannot be read among the sessions stops every dispatch",
  claim: "strangers-spared",
  source: "bug",
  scenario: "strangers",
  async resume(resume, { world, cell }, fire) {
    const { sessionDirectory } = cell.paths;
    for (const name of await world.files.list(sessionDirectory)) {
      if (!name.endsWith(".jsonl")) continue;
      await world.files.readText(join(sessionDirectory, name)).catch((error: unknown) => {
        fire(`${name} was thrown for: ${messageOf(error)}`);
        throw error;
      });
    }
    return resume();
  },
});
