// `matrix replay <file>`: runs one simulated case again and tells its story. The same case gives
// the same bytes; their hash is printed, so that two machines can be compared.

import { Refusal } from "../matrix/refusal.ts";
import type { Kept } from "../simulation/keep.ts";
import type { CommandSpec, Io } from "./command.ts";
import { wholeNumber } from "./options.ts";

type Options = Readonly<Record<string, unknown>>;

export const replay: CommandSpec = {
  name: "replay",
  summary: "run a counterexample of explore again and tell its story",
  define(command) {
    command
      .argument("[file]", "a kept counterexample")
      .option("--seed <number>", "random seed of the exploration that found it", wholeNumber)
      .option("--path <path>", "its path in that exploration")
      .option("--lane <name>", "the lane of that exploration", "v2")
      .option("--dispatchers <least-most>", "the dispatchers of that exploration", "1-3")
      .option("--times <count>", "run it so many times and compare the evidence", wholeNumber, 1);
  },
  async execute([file], options, io) {
    const [{ replay }, { violationText }, { named }] = await Promise.all([
      import("../simulation/replay.ts"),
      import("../simulation/telling.ts"),
      import("./simulated-lane.ts"),
    ]);
    const kept = file === undefined ? await fromSeed(options, io) : await fromFile(file, io);
    const lane = await named(kept.simulated.lane, io);
    const first = await replay(kept, lane);
    const times = options.times as number;
    let same = 1;
    while (same < times && (await replay(kept, lane)).sha256 === first.sha256) same += 1;
    const bytes = `Evidence: SHA-256 ${first.sha256}; ${same} of ${times} runs the same.`;
    const { violation, examined } = first;
    if (violation) io.stdout.write(violationText(kept, examined, violation, [bytes]));
    else io.stdout.write(`${kept.claim} holds in this case.\n${bytes}\n`);
    return violation || same < times ? 1 : 0;
  },
};

async function fromFile(file: string, io: Io): Promise<Kept> {
  const [{ decodeKept }, { resolve }] = await Promise.all([
    import("../simulation/keep.ts"),
    import("node:path"),
  ]);
  const path = resolve(io.workingDirectory, file);
  const { files } = await io.world();
  try {
    return decodeKept(path, await files.readText(path));
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

async function fromSeed(options: Options, io: Io): Promise<Kept> {
  const { seed, path } = options;
  if (typeof seed !== "number" || typeof path !== "string") {
    throw new Refusal(
      "Name a kept counterexample, or both --seed and --path as explore printed them.",
    );
  }
  const [{ explore }, { named }] = await Promise.all([
    import("../simulation/explore.ts"),
    import("./simulated-lane.ts"),
  ]);
  const [least = 1, most = least] = String(options.dispatchers).split("-").map(Number);
  const { counterexample } = await explore({
    lane: await named(String(options.lane), io),
    dispatchers: [least, most],
    ...{ randomSeed: seed, path, runs: 1, timeMs: null },
    nowMs: () => 0,
    cpuMs: () => 0,
    breathe: async () => undefined,
    isInterrupted: () => false,
    onProgress: () => undefined,
  });
  if (counterexample) {
    return { claim: counterexample.violation.claim, simulated: counterexample.simulated };
  }
  throw new Refusal(`Random seed ${seed}, path ${path}: every claim holds in that case.`);
}
