// The second one frees nothing here; elsewhere it would free a successor's lock.
import { defineCanary } from "./canary.ts";

export const doubleRelease = defineCanary({
  name: "double-release",
  breaks: "the lock is released twice",
  claim: "single-release",
  alone: true,
  source: "mutant",
  seams: (seams, fire) => ({
    lock: {
      acquire: seams.lock.acquire,
      async release(lock) {
        const result = await seams.lock.release(lock);
        fire(`once more after "${result}"`);
        await seams.lock.release(lock);
        return result;
      },
    },
  }),
});
