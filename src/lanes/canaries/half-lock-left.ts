// The disk of this subject is full for its lock, and what it made is not taken away again.
import { defineCanary } from "./canary.ts";
import { isLock } from "./parts.ts";

export const halfLockLeft = defineCanary({
  name: "half-lock-left",
  breaks: "a lock file that could not be written stays, and is nobody's",
  claim: "no-lock-left",
  source: "bug",
  scenario: "disk-full-at-lock",
  notSimulated: "its scenario fills a real disk's place",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async unlink(path) {
        if (!isLock(path)) return world.files.unlink(path);
        fire(`${path} was left`);
      },
    },
  }),
});
