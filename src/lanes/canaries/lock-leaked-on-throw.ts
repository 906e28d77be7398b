// The way out by an exception is the one that nobody walks in a demonstration.
import { defineCanary } from "./canary.ts";

export const lockLeakedOnThrow = defineCanary({
  name: "lock-leaked-on-throw",
  breaks: "something throws while the lock is held, and the lock stays",
  claim: "no-lock-left",
  source: "bug",
  seams: (seams, fire) => ({
    async trust(directory) {
      await seams.trust(directory);
      fire("threw under the lock");
      throw new Error("the trust store cannot be read");
    },
    lock: { acquire: seams.lock.acquire, release: async () => undefined },
  }),
});
