// What killed runs have left behind, and what became of it.
import { basename } from "node:path";
import type { Removal } from "../matrix/clean/reap.ts";
import type { Finding, LeftProcess, Residue } from "../matrix/clean/residue.ts";
import { plain } from "./plain.ts";

/** Names are other people's: a process words its own title, and a file may be called anything. */
const shown = (name: string) => plain(name, 160);

export const nothingLeft = "Nothing is left behind.\n";

/** `Run 20300102-030405-abcd left 3 processes: pnpm matrix reap` */
export function leftProcessesLine(directory: string, count: number): string {
  const processes = count === 1 ? "1 process" : `${count} processes`;
  return `Run ${shown(basename(directory))} left ${processes}: pnpm matrix reap\n`;
}

export function findingLine(finding: Finding): string {
  const directory = shown(finding.directory);
  if (finding.kind === "left") return `${directory}: its runner is gone\n`;
  return `${directory}: still run by process ${finding.runner.pid}; left alone\n`;
}

export function removalLines(removals: readonly Removal[]): string {
  return removals
    .map(({ what, name, result, because }) => {
      const why = because === null ? "" : `: ${plain(because)}`;
      return `  ${result} ${what} ${shown(name)}${why}\n`;
    })
    .join("");
}

/** What would be removed, and what would not. */
export function residueLines(
  { processes, locks, sockets, directories, unread }: Residue,
  processName: (process: LeftProcess) => string,
): string {
  const listed = [
    ...processes.map((process) => ["process", processName(process)] as const),
    ...locks.map((path) => ["lock", path] as const),
    ...sockets.map((path) => ["socket", path] as const),
    ...directories.map((path) => ["directory", path] as const),
  ].map(([what, name]) => `  would remove ${what} ${shown(name)}\n`);
  if (!unread) return listed.join("");
  const alone = `  would leave alone directory ${shown(unread.directory)}: ${plain(unread.because)}\n`;
  return [...listed, alone].join("");
}
