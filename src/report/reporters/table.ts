// What a run prints on a terminal.
import { renderTerminal } from "../terminal.ts";
import { defineReporter } from "./reporter.ts";

export const table = defineReporter({
  name: "table",
  summary: "tables, and each finding with an example and its evidence",
  brief: true,
  render: renderTerminal,
});
