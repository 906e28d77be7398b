// What is the agent's own doing in a run with histories, as Markdown: each with the claims that it breaks,
// the targets, and commands that show it with the agent alone. Pure.
import type { Demonstration } from "../agents/built-in.ts";
import { targetName } from "../evidence/cell.ts";
import { demonstrationOf } from "../gate/histories/alone.ts";
import type { History } from "../gate/histories/history.ts";
import { histories } from "../gate/histories/index.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import { isAgentsOwn } from "./history-fates.ts";
import { codeCell } from "./markdown.ts";
import { shortTarget } from "./short-target.ts";

/** How the agent is called is the agent's affair; without that there are no commands. */
export type AloneOf = (demonstration: Demonstration) => string;

/** Empty where there is none. */
export function agentsOwnIn(cells: readonly CellResult[], aloneOf: AloneOf = () => ""): string {
  const own = cells.filter(isAgentsOwn);
  const parts = histories.flatMap((history) => {
    const met = own.filter((cell) => cell.history?.name === history.name);
    return met.length === 0 ? [] : [partOf(history, met, aloneOf)];
  });
  if (parts.length === 0) return "";
  const opening = `### The agent's own doing

Whichever lane resumes it. Each is shown with the agent alone: \`pnpm loopback\`, with the provider's name and strict rules, says how to point it
at the embedded provider; the commands are for an empty directory, and the last one stands twice to show what a later resume meets.
`;
  return [opening, ...parts].join("\n");
}

function partOf(history: History, cells: readonly CellResult[], aloneOf: AloneOf): string {
  const broken = Map.groupBy(cells.flatMap(brokenIn), ({ claim }) => claim);
  const lines = [...broken].map(([claim, own]) => {
    const targets = [...new Set(own.map(({ target }) => codeCell(shortTarget(target))))];
    return `- ${codeCell(claim)}: ${targets.join(", ")}\n`;
  });
  // Where it is refused there is the most to see.
  const telling = cells.find((cell) => cell.history?.rule !== undefined) ?? cells[0];
  const shown = telling ? aloneOf(demonstrationOf(history, telling.target)) : "";
  const commands = shown === "" ? "" : `\n\`\`\`sh\n${shown}\`\`\`\n`;
  return `**${codeCell(history.name)}**: ${history.summary}.\n\n${lines.join("")}${commands}`;
}

function brokenIn(cell: CellResult) {
  const target = targetName(cell.target);
  return cell.claims
    .filter(({ name, verdict }) => verdict === "violated" && cell.history?.shows.includes(name))
    .map(({ name }) => ({ claim: name, target }));
}
