// Two readings of one start that do not compare prove nobody dead.
import { defineCanary } from "./canary.ts";

export const startInOtherUnits = defineCanary({
  name: "start-in-other-units",
  breaks: "a holder whose start is read in other units than its lock gives it in is taken for dead",
  claim: "mutual-exclusion",
  source: "bug",
  scenario: "lock-held",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    processes: {
      ...world.processes,
      async identify(pid) {
        const found = await world.processes.identify(pid);
        if (found === null) return null;
        const startTime = found.startTime.replace(/\d+$/, (ticks) =>
          String(Number(ticks) * 10 + 1),
        );
        fire(`process ${pid} began at ${found.startTime}, which was read as ${startTime}`);
        return { ...found, startTime };
      },
    },
  }),
});
