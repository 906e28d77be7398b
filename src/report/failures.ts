// The command that runs a cell again, and the reasons why cells were not run. Pure.

import { targetName } from "../evidence/cell.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { plain } from "./plain.ts";
import { shortTarget } from "./short-target.ts";
import type { Paint } from "./style.ts";

/** The command that runs this very cell again. */
export function replayCommand(
  cell: CellResult,
  fidelity: Summary["fidelity"],
  flags: Summary["flags"] = [],
): string {
  const live = fidelity === "live" ? "LIVE=1 " : "";
  const target = shortTarget(targetName(cell.target));
  const words = [
    `--target ${shellWord(target)}`,
    `--lane ${laneWords(cell.lane)}`,
    `--scenario ${shellWord(cell.scenario)}`,
    ...(cell.history ? [`--history ${shellWord(cell.history.name)}`] : []),
    "--repeat-each 1",
    ...flags.map(shellWord),
  ];
  return `${live}pnpm matrix ${words.join(" ")}`;
}

/** A lane of a checkout is there only with its checkout, and that may lie elsewhere by then. */
const laneWords = (name: string) =>
  name.startsWith("entwurf-") ? `'entwurf:<dir>' --grep '${name} '` : shellWord(name);

/** As it must be typed in a POSIX shell. */
export const shellWord = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** Each reason once, with how many cells it kept from running. */
export function renderSkips({ cells }: Summary, paint: Paint): string {
  const skips = cells.filter(({ verdict }) => verdict === "skip");
  const reasons = Map.groupBy(skips, ({ because }) => because ?? "no reason given");
  return [...reasons]
    .map(([because, group]) => {
      const names = [...new Set(group.map(({ target }) => shortTarget(targetName(target))))];
      const which = names.length > 4 ? `${names.slice(0, 4).join(", ")}, …` : names.join(", ");
      return `${paint("faint", `skipped ${group.length}`)} (${plain(which)}): ${plain(because)}\n`;
    })
    .join("");
}
