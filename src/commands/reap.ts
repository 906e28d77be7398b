// `matrix reap`: lists what killed runs left behind, and removes exactly that.

import type { Removal } from "../matrix/reap.ts";
import type { Finding, LeftProcess, Residue } from "../matrix/residue.ts";
import type { CommandSpec, Io } from "./command.ts";
import { outputOption } from "./options.ts";

export const reap: CommandSpec = {
  name: "reap",
  summary: "remove what killed runs left behind",
  define(command) {
    command.option(...outputOption).option("--dry-run", "only list it");
  },
  async execute(_positional, options, io) {
    const [{ resolve }, { findResidues }, { socketBase }, world] = await Promise.all([
      import("node:path"),
      import("../matrix/residue.ts"),
      import("../matrix/layout.ts"),
      io.world(),
    ]);
    const output = resolve(io.workingDirectory, String(options.output));
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

/** False when something that should be gone is still there. */
async function handle(finding: Finding, dryRun: boolean, io: Io): Promise<boolean> {
  if (finding.kind === "running") {
    const { pid } = finding.runner;
    io.stdout.write(`${finding.directory}: still run by process ${pid}; left alone\n`);
    return true;
  }
  io.stdout.write(`${finding.directory}: its runner is gone\n`);
  const { processName, removeResidue } = await import("../matrix/reap.ts");
  if (dryRun) {
    io.stdout.write(
      listed(finding.residue, processName)
        .map((line) => `  would remove ${line}\n`)
        .join(""),
    );
    return true;
  }
  const removals = await removeResidue(finding.residue, await io.world());
  const { plain } = await import("../report/plain.ts");
  const shown = removals.map((removal) => ({ ...removal, name: plain(removal.name, 160) }));
  io.stdout.write(shown.map(removalLine).join(""));
  return removals.every(({ result }) => result !== "survived" && result !== "failed");
}

function listed(
  { processes, locks, sockets, directories }: Residue,
  processName: (process: LeftProcess) => string,
): string[] {
  return [
    ...processes.map((process) => `process ${processName(process)}`),
    ...locks.map((path) => `lock ${path}`),
    ...sockets.map((path) => `socket ${path}`),
    ...directories.map((path) => `directory ${path}`),
  ];
}

const removalLine = ({ what, name, result, because }: Removal) =>
  `  ${result} ${what} ${name}${because === null ? "" : `: ${because}`}\n`;
