import { defineScenario } from "../scenario.ts";

export const plain = defineScenario({
  name: "plain",
  summary: "nothing goes wrong: seed, go dormant, resume in the background, reply, stay, end",
  faults: [],
  expect: () => ({ kind: "resumed" }),
});
