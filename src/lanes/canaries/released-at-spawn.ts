// A spawn says nothing of the child, so the next dispatch may start another one.
import { defineCanary } from "./canary.ts";
import { earlyLock } from "./parts.ts";

export const releasedAtSpawn = defineCanary({
  name: "released-at-spawn",
  breaks: "the lock is given back as soon as the child was spawned, before anything was seen of it",
  claim: "release-after-observation",
  source: "mutant",
  seams(seams, fire) {
    const { lock, releaseNow } = earlyLock(seams);
    return {
      lock,
      async start(launch, directory) {
        const child = await seams.start(launch, directory);
        await releaseNow();
        fire("released with the spawn");
        return child;
      },
    };
  },
});
