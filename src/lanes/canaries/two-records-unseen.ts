// Two garden ids of one session would have two locks, and so exclude nobody.
import { defineCanary } from "./canary.ts";

export const twoRecordsUnseen = defineCanary({
  name: "two-records-unseen",
  breaks: "nobody asks whether another record claims the same native session",
  claim: "refused-cleanly",
  alone: true,
  source: "bug",
  scenario: "two-records",
  notSimulated: "no simulated scene has two records",
  alterWorld: (world, { gardenId, paths }, fire) => ({
    ...world,
    files: {
      ...world.files,
      async list(directory) {
        const names = await world.files.list(directory);
        if (directory !== paths.recordDirectory) return names;
        fire(`${names.length} records, one of them looked at`);
        return names.filter((name) => name.startsWith(gardenId));
      },
    },
  }),
});
