// The working directory is the user's; nothing of a resume belongs there.
import { join } from "node:path";
import { defineCanary } from "./canary.ts";

export const strayFile = defineCanary({
  name: "stray-file",
  breaks: "a file is left in the user's working directory",
  claim: "no-residue",
  alone: true,
  source: "claim",
  async resume(resume, { world, cell }, fire) {
    const path = join(cell.paths.workingDirectory, "left-behind.txt");
    await world.files.writeText(path, "left behind\n", 0o600);
    fire(path);
    return resume();
  },
});
