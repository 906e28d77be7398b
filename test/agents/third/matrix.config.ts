// A matrix of the third agent alone.
import { defineMatrix } from "../../../src/index.ts";
import { oneShotByRecord } from "../second/lane.ts";
import { third } from "./agent.ts";

export default defineMatrix({
  agents: [third],
  targets: ["third:anthropic/claude-sonnet-4-5"],
  lanes: [oneShotByRecord],
  scenarios: ["plain"],
});
