// The other session's lock is not even there; its own stays.
import { lockPath } from "../../formats/places.ts";
import { defineCanary } from "./canary.ts";

const another = "20300101T000000-ffffff";

export const freesAnotherLock = defineCanary({
  name: "frees-another-lock",
  breaks: "the lock of another session is released in the place of its own",
  claim: "single-release",
  source: "bug",
  seams: (seams, fire) => ({
    lock: {
      acquire: seams.lock.acquire,
      release(lock) {
        const path = lockPath(seams.cell.paths.lockDirectory, another);
        fire(`${path} in the place of ${lock.path}`);
        return seams.lock.release({ ...lock, gardenId: another, path });
      },
    },
  }),
});
