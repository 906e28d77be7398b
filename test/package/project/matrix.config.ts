import { defineMatrix } from "resume-matrix";
import { hasty } from "./hasty-lane.ts";
import { oneChild } from "./one-child.ts";
import { sentence } from "./sentence.ts";
import { verySame } from "./very-same.ts";

export default defineMatrix({
  targets: ["openai/gpt-5.4"],
  lanes: ["v2", hasty],
  scenarios: ["plain", verySame],
  claims: [oneChild],
  reporters: [sentence],
});
