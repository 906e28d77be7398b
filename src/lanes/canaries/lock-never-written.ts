// The subject's own disk swallows the lock; the gate's disk shows that nothing is there.
import { defineCanary } from "./canary.ts";
import { isLock, sink } from "./parts.ts";

export const lockNeverWritten = defineCanary({
  name: "lock-never-written",
  breaks: "the lock is said to be taken, and nothing is on the disk",
  claim: "lock-held-before-spawn",
  source: "mutant",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async createExclusive(path, mode) {
        if (!isLock(path)) return world.files.createExclusive(path, mode);
        fire(`${path} was asked for and not made`);
        return sink;
      },
    },
  }),
});
