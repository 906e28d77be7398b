import { defineScenario } from "../scenario.ts";

export const plain = defineScenario({
  name: "plain",
  summary: "nothing goes wrong: seed, go dormant, resume in the background, reply, stay, end",
  faults: [],
  covers: ["owned-outcome×dormant", "release:spawned", "watch:socket-alive"],
  simulated: {},
  expect: () => ({ kind: "resumed" }),
});
