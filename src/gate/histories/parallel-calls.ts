// A turn with two tool calls in one reply.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const parallelCalls: History = {
  name: "parallel-calls",
  summary: "two tools were called in one reply, and both results are there",
  steps: [[run("echo one"), run("echo two")], answer],
  otherwise: "kept",
};
