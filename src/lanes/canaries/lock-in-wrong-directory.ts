// A lock that others do not look for excludes nobody, however well it is kept.
import { basename, join } from "node:path";
import { defineCanary } from "./canary.ts";
import { elsewhere, isLock } from "./parts.ts";

export const lockInWrongDirectory = defineCanary({
  name: "lock-in-wrong-directory",
  breaks: "the lock is put beside the records, where nobody else looks for it",
  claim: "lock-held-before-spawn",
  source: "mutant",
  alterWorld(world, { paths }, fire) {
    const lead = (path: string) => {
      if (!isLock(path)) return path;
      const wrong = join(paths.recordDirectory, basename(path));
      fire(`${path} became ${wrong}`);
      return wrong;
    };
    return { ...world, files: elsewhere(world.files, lead) };
  },
});
