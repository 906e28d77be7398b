// A matrix of somebody who has an agent of their own.
import { defineMatrix } from "../../src/index.ts";
import { oneShotByRecord } from "./second/lane.ts";
import { third } from "./third/agent.ts";

export default defineMatrix({
  agents: [third],
  targets: ["openai/gpt-5.4"],
  lanes: [oneShotByRecord],
  scenarios: ["plain"],
});
