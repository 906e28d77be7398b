import { eventsOf } from "../../../evidence/evidence.ts";
import { diesWith } from "../../../formats/fault.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { defineScenario } from "../../scenario.ts";
import { withFaults } from "../../toolbox/child-fault.ts";

const fault = "dies-before-socket";

export const diesBeforeSocket = defineScenario({
  name: "dies-before-socket",
  summary:
    "the child starts and dies before it has a socket or a turn: seen, and the lock released",
  explained: {
    why: "An agent that ends at its start (bad config, missing key) must be told at once and not after a timeout.",
    causes: "The exit is not watched beside the socket.",
  },
  simulated: { fate: "exits-at-once" },
  expect: () => ({ kind: "start-failed", watch: "child-exited" }),
  needs: ["faults"],
  faults: [fault],
  covers: ["watch:child-exited", "release:child-exited"],
  alterLaunch: (options, stage) => withFaults(options, stage, "dies-at-start"),
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: `exits with ${diesWith} at its start` });
  },
  async act(stage) {
    await dispatchOnce(stage, { dispatch: 1 });
    const exit = eventsOf(stage, "child-exited").find(({ exitCode }) => exitCode === diesWith);
    if (!exit) return;
    const proof = `pid ${exit.pid} exited with ${exit.exitCode} (event ${exit.seq})`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
