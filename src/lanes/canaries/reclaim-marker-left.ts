// The resume goes well; it is the next dead holder whose lock nobody can take over.
import { defineCanary } from "./canary.ts";

export const reclaimMarkerLeft = defineCanary({
  name: "reclaim-marker-left",
  breaks: "whoever reclaimed a stale lock leaves the marker that blocks the next one",
  claim: "no-lock-left",
  alone: true,
  source: "claim",
  scenario: "stale-lock",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async unlink(path) {
        if (!path.endsWith(".reclaim")) return world.files.unlink(path);
        fire(`${path} was not removed`);
      },
    },
  }),
});
