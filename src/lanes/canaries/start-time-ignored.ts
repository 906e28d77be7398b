// A number that lives is not the holder that bore it: such a lock would stay for ever.
import { defineCanary } from "./canary.ts";
import { isLock } from "./parts.ts";

export const startTimeIgnored = defineCanary({
  name: "start-time-ignored",
  breaks: "a lock is believed as long as any process bears its holder's number",
  claim: "holder-evidence",
  source: "bug",
  scenario: "stale-lock-reused-pid",
  alterWorld: (world, _cell, fire) => ({
    ...world,
    files: {
      ...world.files,
      async readText(path) {
        const text = await world.files.readText(path);
        if (!isLock(path) || !text.includes('"startTime"')) return text;
        fire(`${path} was read without its holder's start`);
        const { startTime: _, ...holder } = JSON.parse(text);
        return JSON.stringify(holder);
      },
    },
  }),
});
