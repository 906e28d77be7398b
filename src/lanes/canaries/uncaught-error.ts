// The error comes once the dispatch is over and recorded, as a late reset of a probe's socket does.
import { defineCanary } from "./canary.ts";

const lateMs = 1;

export const uncaughtError = defineCanary({
  name: "uncaught-error",
  breaks: "an error that nobody listens for takes the dispatching process down",
  claim: "dispatcher-survives",
  alone: true,
  source: "bug",
  apart: true,
  notSimulated: "no simulated process dies of what its code did not catch",
  async resume(resume, { world }, fire) {
    const outcome = await resume();
    fire("an error is on its way");
    void world.clock.sleep(lateMs).then(() => {
      throw new Error("ECONNRESET on a socket that nobody listens to any more");
    });
    return outcome;
  },
});
