// The lane promises a lock, so that its absence is no matter of what it does not claim.
import { lockPath } from "../../formats/places.ts";
import { defineCanary } from "./canary.ts";

export const takesNoLock = defineCanary({
  name: "takes-no-lock",
  breaks: "no lock is taken at all, as the one-shot worker never did",
  claim: "lock-held-before-spawn",
  alone: true,
  source: "bug",
  seams: ({ cell }, fire) => ({
    lock: {
      async acquire(gardenId) {
        fire("went ahead without a lock");
        const path = lockPath(cell.paths.lockDirectory, gardenId);
        return { kind: "acquired", lock: { gardenId, path, nonce: "none", reclaimed: false } };
      },
      release: async () => "released",
    },
  }),
});
