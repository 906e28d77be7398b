// The session can never be resumed again by anybody on this host while the holder lives.
import { defineCanary } from "./canary.ts";

export const neverReleased = defineCanary({
  name: "never-released",
  breaks: "the lock is pinned: a resume that went well never gives it back",
  claim: "single-release",
  source: "bug",
  seams: (seams, fire) => ({
    lock: {
      acquire: seams.lock.acquire,
      async release({ nonce }) {
        fire(`nonce ${nonce} was kept`);
      },
    },
  }),
});
