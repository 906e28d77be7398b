import { misbehaviour } from "./misbehaviour.ts";

export const slowFirstToken = misbehaviour({
  name: "slow-first-token",
  summary: "the model thinks for a second and a half before its first word",
  explained: {
    why: "Models think; silence is no failure.",
    causes: "A timeout that is shorter than a thought.",
  },
  behaviour: { kind: "slow-first-token", delayMs: 1_500 },
  expectation: { kind: "resumed" },
});
