// The reporters there are. One is a small file here and a line in this list.
import { agent } from "./agent.ts";
import { ctrf } from "./ctrf.ts";
import { github } from "./github.ts";
import { histories } from "./histories.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import type { Reporter } from "./reporter.ts";
import { table } from "./table.ts";

export const reporters: readonly Reporter[] = [
  // In the order of the help.
  table,
  html,
  json,
  markdown,
  junit,
  ctrf,
  github,
  agent,
  histories,
];
