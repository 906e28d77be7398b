// One JSON object: what `--json` is short for.
import { renderJson } from "../json.ts";
import { defineReporter } from "./reporter.ts";

export const json = defineReporter({
  name: "json",
  summary: "one JSON object",
  render: renderJson,
});
