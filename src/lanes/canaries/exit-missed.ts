// A listener that comes too late waits for a child that is long gone.
import { defineCanary } from "./canary.ts";

export const exitMissed = defineCanary({
  name: "exit-missed",
  breaks: "the child's exit falls between its spawn and whoever listens for it",
  claim: "turn-outcome",
  source: "bug",
  scenario: "dies-before-socket",
  timeouts: { observeMs: 3_000, killGraceMs: 300 },
  seams: (seams, fire) => ({
    async start(launch, directory) {
      const child = await seams.start(launch, directory);
      await child.exited;
      fire("an exit that nobody heard");
      return { ...child, exited: new Promise(() => undefined) };
    },
  }),
});
