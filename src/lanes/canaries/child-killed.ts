// Its socket file stays behind, which is why a file proves no life.
import { defineCanary } from "./canary.ts";

export const childKilled = defineCanary({
  name: "child-killed",
  breaks: "the child is killed as soon as its socket was seen alive",
  claim: "resident-stays",
  source: "mutant",
  async resume(resume, { world }, fire) {
    const outcome = await resume();
    if (outcome.kind === "resumed" && outcome.watch.kind === "socket-alive") {
      const { pid } = outcome.watch;
      fire(`SIGKILL to ${pid}: ${world.processes.signal(pid, "SIGKILL")}`);
    }
    return outcome;
  },
});
