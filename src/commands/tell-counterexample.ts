// Keeps a counterexample and tells its story, with the commands that show it again.
import type { Lane } from "../lanes/lane.ts";
import type { SimulatedCase } from "../simulation/case/case.ts";
import type { Violation } from "../simulation/case/verdict.ts";
import type { Kept } from "../simulation/explore/keep.ts";
import type { Io } from "./command.ts";

interface Told {
  readonly simulated: SimulatedCase;
  readonly violation: Violation;
}

interface Telling {
  readonly lane: Lane;
  readonly asked: { readonly kept: string; readonly keeps: boolean };
  /** How it came to be so simple, in a sentence. */
  readonly how: string;
  /** What leads back to it; null where it was not drawn. */
  readonly drawn: {
    readonly randomSeed: number;
    readonly path: string;
    readonly lane: string;
    readonly dispatchers: readonly number[];
  } | null;
}

export async function tellCounterexample(
  { simulated, violation }: Told,
  { lane, asked, how, drawn }: Telling,
  io: Io,
): Promise<void> {
  const [
    { writeKept },
    { replay },
    { violationText },
    { waysToReplay },
    { confirmation },
    { resolve },
  ] = await Promise.all([
    import("../simulation/explore/keep.ts"),
    import("../simulation/explore/replay.ts"),
    import("../report/exploration.ts"),
    import("../report/kept.ts"),
    import("../simulation/explore/confirm.ts"),
    import("node:path"),
  ]);
  const kept: Kept = { claim: violation.claim, simulated };
  const { examined } = await replay(kept, lane);
  const { files } = await io.world();
  const directory = resolve(io.workingDirectory, asked.kept);
  const written = asked.keeps ? await writeKept(files, directory, kept) : null;
  const { scenarios } = await io.parts();
  const real = confirmation(simulated, lane, scenarios);
  const commands = waysToReplay({ how, written, drawn, real });
  io.stdout.write(violationText(kept, examined, violation, commands));
}
