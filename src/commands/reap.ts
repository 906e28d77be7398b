// `matrix reap`: lists what killed runs left behind, and removes exactly that.

import { join } from "node:path";
import type { Finding } from "../matrix/clean/residue.ts";
import type { CommandSpec, Io } from "./command.ts";
import { addPlace, outputDirectory } from "./options.ts";
import { workFolder } from "./work.ts";

export const reap: CommandSpec = {
  name: "reap",
  summary: "remove what killed runs left behind",
  define(command) {
    addPlace(command);
    command.option("--dry-run", "only list it");
  },
  async execute(_positional, options, io) {
    const [{ findResidues }, { nothingLeft }, { socketBase }, output, world] = await Promise.all([
      import("../matrix/clean/residue.ts"),
      import("../report/reaping.ts"),
      import("../matrix/plan/layout.ts"),
      outputDirectory(options, io),
      io.world(),
    ]);
    const base = socketBase(io.systemTemporaryDirectory, io.userId);
    const findings = await findResidues([output, join(output, workFolder)], base, world);
    let clean = true;
    for (const finding of findings) {
      if (!(await handle(finding, options.dryRun === true, io))) clean = false;
    }
    if (!findings.some(({ kind }) => kind === "left")) io.stdout.write(nothingLeft);
    return clean ? 0 : 1;
  },
};

/** False when something that should be gone is still there. */
async function handle(finding: Finding, dryRun: boolean, io: Io): Promise<boolean> {
  const [{ processName, removeResidue }, { findingLine, removalLines, residueLines }] =
    await Promise.all([import("../matrix/clean/reap.ts"), import("../report/reaping.ts")]);
  io.stdout.write(findingLine(finding));
  if (finding.kind === "running") return true;
  if (dryRun) {
    io.stdout.write(residueLines(finding.residue, processName));
    return true;
  }
  const removals = await removeResidue(finding.residue, await io.world());
  io.stdout.write(removalLines(removals));
  return removals.every(({ result }) => result !== "survived" && result !== "failed");
}
