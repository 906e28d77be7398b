// Only the spawn event says that there is a process; the call comes back either way.
import { defineCanary } from "./canary.ts";

export const spawnTakenForStart = defineCanary({
  name: "spawn-taken-for-start",
  breaks: "a spawn that came back is taken for a child, and nothing has started",
  claim: "turn-outcome",
  source: "bug",
  scenario: "cannot-start",
  timeouts: { observeMs: 400, killGraceMs: 300 },
  seams: (seams, fire) => ({
    async start(launch, directory) {
      const child = await seams.start(launch, directory);
      const start = await child.started;
      if (start.kind === "failed") fire(`not heard: ${start.message}`);
      const identity = { pid: 0x7fff_fffe, startTime: "0" };
      return { ...child, started: Promise.resolve({ kind: "started", identity }) };
    },
  }),
});
