// The session was made with another version of the agent, which tells its model something else of itself.
import { eventsOf } from "../../../evidence/evidence.ts";
import { defineScenario } from "../../scenario.ts";
import { lostWithoutLock, resumeIfDue, toldAtSeed } from "./seeded.ts";

const fault = "another-version-at-the-seed";

export const seededByAnotherVersion = defineScenario({
  name: "seeded-by-another-version",
  summary:
    "a session of another version of the agent goes on as it was told, if it says what that was",
  explained: {
    why: "Agents are updated between two turns, and each version tells its model other things of itself.",
    causes:
      "The resumed agent tells what it would tell a new session, and not what the session says.",
  },
  faults: [fault],
  seededByAnother: true,
  notLive: "what a real provider is told cannot be seen",
  expect: lostWithoutLock({ kind: "resumed" }),
  act: resumeIfDue,
  async arrange(stage) {
    const { seeder, agent } = stage.context;
    const told = toldAtSeed(stage);
    const seed = eventsOf(stage, "child-requested").findLast(({ role }) => role === "seed");
    const detail = `the session is made with ${seeder?.version}, and resumed with ${agent.version}`;
    stage.record({ type: "fault-armed", fault, detail });
    if (!seeder || seeder.version === agent.version || !seed || told === null) return;
    const proof = `event ${seed.seq} starts ${seeder.version}; ${told}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
