// `matrix reap`: lists what killed runs left behind, and removes exactly that.

import type { Removal } from "../matrix/clean/reap.ts";
import type { Finding, LeftProcess, Residue } from "../matrix/clean/residue.ts";
import { plain } from "../report/plain.ts";
import type { CommandSpec, Io } from "./command.ts";
import { addPlace, outputDirectory } from "./options.ts";

export const reap: CommandSpec = {
  name: "reap",
  summary: "remove what killed runs left behind",
  define(command) {
    addPlace(command);
    command.option("--dry-run", "only list it");
  },
  async execute(_positional, options, io) {
    const [{ findResidues }, { socketBase }, output, world] = await Promise.all([
      import("../matrix/clean/residue.ts"),
      import("../matrix/plan/layout.ts"),
      outputDirectory(options, io),
      io.world(),
    ]);
    const base = socketBase(io.systemTemporaryDirectory, io.userId);
    const findings = await findResidues([output], base, world);
    let clean = true;
    for (const finding of findings) {
      if (!(await handle(finding, options.dryRun === true, io))) clean = false;
    }
    if (!findings.some(({ kind }) => kind === "left")) io.stdout.write("Nothing is left behind.\n");
    return clean ? 0 : 1;
  },
};

/** Names are other people's: a process words its own title, and a file may be called anything. */
const shown = (name: string) => plain(name, 160);

/** False when something that should be gone is still there. */
async function handle(finding: Finding, dryRun: boolean, io: Io): Promise<boolean> {
  const directory = shown(finding.directory);
  if (finding.kind === "running") {
    const { pid } = finding.runner;
    io.stdout.write(`${directory}: still run by process ${pid}; left alone\n`);
    return true;
  }
  io.stdout.write(`${directory}: its runner is gone\n`);
  const { processName, removeResidue } = await import("../matrix/clean/reap.ts");
  if (dryRun) {
    io.stdout.write(
      listed(finding.residue, processName)
        .map(([what, name]) => `  would remove ${what} ${shown(name)}\n`)
        .join(""),
    );
    const { unread } = finding.residue;
    if (unread) io.stdout.write(leftAloneLine(unread));
    return true;
  }
  const removals = await removeResidue(finding.residue, await io.world());
  io.stdout.write(removals.map(removalLine).join(""));
  return removals.every(({ result }) => result !== "survived" && result !== "failed");
}

function listed(
  { processes, locks, sockets, directories }: Residue,
  processName: (process: LeftProcess) => string,
): (readonly [what: Removal["what"], name: string])[] {
  return [
    ...processes.map((process) => ["process", processName(process)] as const),
    ...locks.map((path) => ["lock", path] as const),
    ...sockets.map((path) => ["socket", path] as const),
    ...directories.map((path) => ["directory", path] as const),
  ];
}

const removalLine = ({ what, name, result, because }: Removal) =>
  `  ${result} ${what} ${shown(name)}${because === null ? "" : `: ${plain(because)}`}\n`;

const leftAloneLine = ({ directory, because }: NonNullable<Residue["unread"]>) =>
  `  would leave alone directory ${shown(directory)}: ${plain(because)}\n`;
