// Everybody gets the marker, and the lock is removed on the word of an earlier look at it.
import { defineCanary } from "./canary.ts";
import { sink } from "./parts.ts";

export const noReclaimMarker = defineCanary({
  name: "no-reclaim-marker",
  breaks: "two dispatches reclaim one stale lock, and the later one removes its successor",
  claim: "mutual-exclusion",
  source: "bug",
  scenario: "stale-lock-race-of-two",
  schedules: 3_000,
  notAtLoopback: "real processes meet in the few microseconds it takes too rarely to rely on",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async createExclusive(path, mode) {
        if (!path.endsWith(".reclaim")) return world.files.createExclusive(path, mode);
        fire(`${path} was given to whoever asked`);
        return sink;
      },
    },
  }),
});
