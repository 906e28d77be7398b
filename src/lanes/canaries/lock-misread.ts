// The refusal is right and names the right process; a person who goes by the rest is led astray.
import { defineCanary } from "./canary.ts";
import { isLock } from "./parts.ts";

export const lockMisread = defineCanary({
  name: "lock-misread",
  breaks: "the holder of a lock is told with another's time and name than the lock says",
  claim: "readings-agree",
  alone: true,
  source: "claim",
  scenario: "lock-held",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async readText(path) {
        const text = await world.files.readText(path);
        if (!isLock(path) || !text.includes('"owner"')) return text;
        fire(`${path} was read with another owner`);
        const createdAt = new Date(0).toISOString();
        return JSON.stringify({ ...JSON.parse(text), createdAt, owner: "somebody" });
      },
    },
  }),
});
