import { misbehaviour } from "./misbehaviour.ts";

export const slowFirstToken = misbehaviour({
  name: "slow-first-token",
  summary: "the model thinks for a second and a half before its first word",
  behaviour: { kind: "slow-first-token", delayMs: 1_500 },
  expectation: { kind: "resumed" },
});
