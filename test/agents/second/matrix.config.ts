// A matrix of the second agent alone.
import { defineMatrix } from "../../../src/index.ts";
import { second } from "./agent.ts";
import { oneShotByRecord } from "./lane.ts";

export default defineMatrix({
  agents: [second],
  targets: ["second:openai/gpt-5.4"],
  lanes: [oneShotByRecord],
  scenarios: ["plain", "two-without-lock", "torn-line"],
});
