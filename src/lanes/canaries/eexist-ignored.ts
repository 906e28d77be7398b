// The exclusive create is what a lock is made of; without it the last one to come wins.
import { errorCode } from "../../world/world.ts";
import { defineCanary } from "./canary.ts";
import { isLock } from "./parts.ts";

export const eexistIgnored = defineCanary({
  name: "eexist-ignored",
  breaks: "a lock that somebody holds is overwritten instead of respected",
  claim: "refused-cleanly",
  source: "mutant",
  scenario: "lock-held",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async createExclusive(path, mode) {
        try {
          return await world.files.createExclusive(path, mode);
        } catch (error) {
          if (!isLock(path) || errorCode(error) !== "EEXIST") throw error;
          fire(`${path} was there and was overwritten`);
          await world.files.unlink(path);
          return world.files.createExclusive(path, mode);
        }
      },
    },
  }),
});
