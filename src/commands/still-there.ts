// Says before a run what an earlier one has left running. It looks only where a killed runner leaves a
// mark, its socket directory, so that a run begins as fast however many came before.
import type { Io } from "./command.ts";

/** A line on standard error for each; `own` is a run whose processes are cleared anyway. */
export async function tellLeftProcesses(
  io: Io,
  socketDirectory: string | null = null,
  own: string | null = null,
): Promise<void> {
  const [{ findResidues }, { leftProcessesLine }, { socketBase }, world] = await Promise.all([
    import("../matrix/clean/residue.ts"),
    import("../report/reaping.ts"),
    import("../matrix/plan/layout.ts"),
    io.world(),
  ]);
  const base = socketDirectory ?? socketBase(io.systemTemporaryDirectory, io.userId);
  for (const finding of await findResidues([], base, world)) {
    if (finding.kind === "running" || finding.directory === own) continue;
    const { length } = finding.residue.processes;
    if (length > 0) io.stderr.write(leftProcessesLine(finding.directory, length));
  }
}
