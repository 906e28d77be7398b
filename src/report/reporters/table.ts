// What a run prints on a terminal.
import { renderTerminal } from "../terminal.ts";
import { defineReporter } from "./reporter.ts";

export const table = defineReporter({
  name: "table",
  summary: "tables, and each cell that did not pass with its evidence",
  render: renderTerminal,
});
