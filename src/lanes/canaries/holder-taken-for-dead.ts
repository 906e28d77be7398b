// Reclaiming is for those that the kernel says are gone, and for nobody else.
import { defineCanary } from "./canary.ts";

export const holderTakenForDead = defineCanary({
  name: "holder-taken-for-dead",
  breaks: "a lock is taken over without asking whether its holder lives",
  claim: "refused-cleanly",
  source: "bug",
  scenario: "lock-held",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    processes: {
      ...world.processes,
      signal(pid, name) {
        if (name !== 0) return world.processes.signal(pid, name);
        fire(`process ${pid} was not asked`);
        return "gone";
      },
    },
  }),
});
