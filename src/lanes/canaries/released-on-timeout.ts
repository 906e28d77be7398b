// The lock goes before the signal does, so that no exit can have been seen.
import { defineCanary } from "./canary.ts";
import { earlyLock } from "./parts.ts";

export const releasedOnTimeout = defineCanary({
  name: "released-on-timeout",
  breaks: "the lock is released because nothing was seen in time",
  claim: "release-after-observation",
  alone: true,
  source: "bug",
  scenario: "never-serves",
  seams(seams, fire) {
    const { lock, releaseNow } = earlyLock(seams);
    const { processes } = seams.world;
    const signal: typeof processes.signal = (pid, name) => {
      if (name !== "SIGTERM") return processes.signal(pid, name);
      fire(`the watch over ${pid} had seen nothing`);
      void releaseNow().finally(() => processes.signal(pid, name));
      return "sent";
    };
    return { lock, world: { ...seams.world, processes: { ...processes, signal } } };
  },
});
