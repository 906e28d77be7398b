import { defineMatrix } from "resume-matrix";
import { hasty } from "./hasty-lane.ts";

export default defineMatrix({
  targets: ["openai/gpt-5.4"],
  lanes: ["v2", hasty],
  scenarios: ["plain"],
});
