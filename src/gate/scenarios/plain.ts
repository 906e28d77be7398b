import { defineScenario } from "../scenario.ts";

export const plain = defineScenario({
  name: "plain",
  summary: "nothing goes wrong: seed, go dormant, resume in the background, reply, stay, end",
  explained: {
    why: "It is the path that everybody takes: when it fails, nothing else has to be looked at.",
    causes:
      "No agent or provider that can be used here (`matrix doctor`), or a change in how the agent stores or serves its sessions.",
  },
  faults: [],
  covers: ["owned-outcome×dormant", "release:spawned", "watch:socket-alive"],
  simulated: {},
  expect: () => ({ kind: "resumed" }),
});
