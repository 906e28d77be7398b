// `matrix replay <file>`: runs one simulated case again and tells its story. The same case gives
// the same bytes; their hash is printed, so that two machines can be compared.

import type { Kept } from "../simulation/explore/keep.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { addForms, formsIn, writeForms } from "./documents.ts";
import { always, numberIn, type Options, refuseBeside, textIn } from "./given.ts";
import { mostDispatchers, wholeNumber } from "./options.ts";

const formats = ["text", "html"] as const;

/** A kept counterexample holds all of these. */
const ofAnExploration = ["seed", "path", "lane", "dispatchers"];

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
    addForms(command, formats);
  },
  async execute([file], options, io, program) {
    if (file !== undefined) refuseBeside(file, ofAnExploration, "replay", program);
    const forms = await formsIn(options, formats, io);
    const [
      { replay },
      { violationText },
      { heldText, sameText },
      { simulatedLane },
      { renderCounterexamplePage },
    ] = await Promise.all([
      import("../simulation/explore/replay.ts"),
      import("../report/exploration.ts"),
      import("../report/kept.ts"),
      import("./simulated-lane.ts"),
      import("../report/html/counterexample-page.ts"),
    ]);
    const kept = file === undefined ? await fromSeed(options, io) : await fromFile(file, io);
    const lane = await simulatedLane(kept.simulated.lane, io);
    const first = await replay(kept, lane);
    const times = always(numberIn(options, "times"), "times");
    let same = 1;
    while (same < times && (await replay(kept, lane)).sha256 === first.sha256) same += 1;
    const bytes = sameText({ sha256: first.sha256, same, times });
    const { violation, unjudged, examined } = first;
    const render = {
      text: () =>
        violation
          ? violationText(kept, examined, violation, [bytes])
          : heldText(kept.claim, unjudged, bytes),
      html: () =>
        renderCounterexamplePage({
          kept,
          examined,
          violation,
          unjudged,
          bytes,
          commands: commandsFor(file, options),
        }),
    };
    await writeForms(forms, render, io);
    if (violation || same < times) return 1;
    return unjudged === null ? 0 : 2;
  },
};

function commandsFor(file: string | undefined, options: Options) {
  const [seed, path] = [numberIn(options, "seed"), textIn(options, "path")];
  const [lane, dispatchers] = [textIn(options, "lane"), textIn(options, "dispatchers")];
  const words = file ?? `--seed ${seed} --path ${path} --lane ${lane} --dispatchers ${dispatchers}`;
  return [{ what: "run it again", command: `pnpm matrix replay ${words}` }];
}

async function fromFile(file: string, io: Io): Promise<Kept> {
  const [{ readKeptFile }, { resolve }] = await Promise.all([
    import("../simulation/explore/keep.ts"),
    import("node:path"),
  ]);
  const { files } = await io.world();
  return readKeptFile(files, resolve(io.workingDirectory, file));
}

async function fromSeed(options: Options, io: Io): Promise<Kept> {
  const [seed, path] = [numberIn(options, "seed"), textIn(options, "path")];
  if (seed === undefined || path === undefined) {
    throw new UsageError(
      "Name a kept counterexample, or both --seed and --path as explore printed them.",
    );
  }
  const [{ exploreBlock }, { simulatedLane }] = await Promise.all([
    import("../simulation/explore/explore-block.ts"),
    import("./simulated-lane.ts"),
  ]);
  const dispatchers = dispatchersOf(always(textIn(options, "dispatchers"), "dispatchers"));
  if (!/^\d+(:\d+)*$/.test(path)) throw wrongPath(path);
  const lane = await simulatedLane(always(textIn(options, "lane"), "lane"), io);
  const block = { number: 0, randomSeed: seed, runs: 1 };
  const exploration = exploreBlock(block, { lane, dispatchers, path });
  const { counterexample } = await exploration.catch((error: unknown) => {
    const led = error instanceof Error && /^Unable to replay/.test(error.message);
    throw led ? wrongPath(path) : error;
  });
  if (counterexample) {
    return { claim: counterexample.violation.claim, simulated: counterexample.simulated };
  }
  throw new UsageError(
    `Random seed ${seed}, path ${path}: no claim that is asked in that case is broken.`,
  );
}

/** fast-check's own word for a path that it cannot follow is an exception. */
const wrongPath = (path: string) =>
  new UsageError("Nothing was replayed.", [
    { where: "--path", message: `"${path}" leads to no case; give the one that explore printed` },
  ]);

/** `1-3`, or `2` for exactly two. @throws UsageError */
function dispatchersOf(text: string): readonly [least: number, most: number] {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [least, most] = [Number(first), Number(last)];
  if (least >= 1 && least <= most && most <= mostDispatchers) return [least, most];
  const message = `"${text}" must be a number of 1 to ${mostDispatchers}, or two, as 1-3`;
  throw new UsageError("Nothing was replayed.", [{ where: "--dispatchers", message }]);
}
