// The dead dispatcher's lock says nothing of its child: only its socket does, and it is not asked.
import { defineCanary } from "./canary.ts";

export const orphanNotSeen = defineCanary({
  name: "orphan-not-seen",
  breaks: "whoever takes a dead dispatcher's lock over starts a second child beside its orphan",
  claim: "mutual-exclusion",
  source: "bug",
  scenario: "dispatcher-killed",
  timeouts: { observeMs: 10_000 },
  notSimulated: "its scenario kills a process that a simulated scene does not have",
  seams(seams, fire) {
    let reclaimed = false;
    const { sockets } = seams.world;
    return {
      lock: {
        async acquire(gardenId) {
          const result = await seams.lock.acquire(gardenId);
          reclaimed = result.kind === "acquired" && result.lock.reclaimed;
          return result;
        },
        release: seams.lock.release,
      },
      world: {
        ...seams.world,
        sockets: {
          async connect(path, timeoutMs) {
            if (!reclaimed) return sockets.connect(path, timeoutMs);
            fire(`nobody was asked at ${path}`);
            return { kind: "failed", code: "ECONNREFUSED" };
          },
        },
      },
    };
  },
});
