// One JSON object: what `--json` is short for.
import { jsonParts } from "../json.ts";
import { defineReporter, inParts } from "./reporter.ts";

export const json = defineReporter({
  name: "json",
  summary: "one JSON object",
  brief: true,
  ...inParts(jsonParts),
});
