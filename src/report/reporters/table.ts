// What a run prints on a terminal.
import { terminalParts } from "../terminal.ts";
import { defineReporter, inParts } from "./reporter.ts";

export const table = defineReporter({
  name: "table",
  summary: "tables, and each finding with an example and its evidence",
  brief: true,
  ...inParts(terminalParts),
});
