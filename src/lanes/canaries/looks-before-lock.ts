// Between the look and the lock another dispatch may have started its child.
import { controlSocketPath } from "../../formats/places.ts";
import { inspectSocket } from "../../resume/liveness.ts";
import { defineCanary } from "./canary.ts";

const connectTimeoutMs = 1_000;

export const looksBeforeLock = defineCanary({
  name: "looks-before-lock",
  breaks: "the socket is inspected before the lock is taken",
  claim: "lock-held-before-spawn",
  alone: true,
  source: "bug",
  seams: (seams, fire) => ({
    lock: {
      async acquire(gardenId) {
        const path = controlSocketPath(seams.cell.paths.socketDirectory, gardenId);
        const seen = await inspectSocket(seams.world, path, connectTimeoutMs);
        seams.report({ type: "socket-inspected", dispatch: 1, ...seen });
        fire(`${path} was ${seen.liveness} while nobody held the lock`);
        return seams.lock.acquire(gardenId);
      },
      release: seams.lock.release,
    },
  }),
});
