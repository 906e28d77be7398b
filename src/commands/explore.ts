// `matrix explore`: runs a lane in the simulated world under many schedules, and shrinks what
// breaks a claim. Kept counterexamples are replayed before anything new is drawn.
import { InvalidArgumentError } from "commander";
import type { Lane } from "../lanes/lane.ts";
import type { Exploration, Progress } from "../simulation/explore/explore.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { always, flagIn, numberIn, type Options, textIn, textsIn } from "./given.ts";
import {
  addPlace,
  collect,
  mostDispatchers,
  noneOrMore,
  outputDirectory,
  wholeNumber,
} from "./options.ts";
import { tellCounterexample } from "./tell-counterexample.ts";

export const explore: CommandSpec = {
  name: "explore",
  summary: "run a lane under simulated schedules, faults and crashes",
  define(command) {
    command
      .option("--runs <count>", `schedules to draw (default: ${usualRuns})`, wholeNumber)
      .option("--time <seconds>", "stop after so many seconds", wholeNumber)
      .option("-j, --jobs <count>", "threads at once (default: one for each core)", wholeNumber)
      .option("--seed <number>", "random seed (default: a new one)", wholeNumber)
      .option("--claim <name>", "judge only this claim (repeatable)", collect)
      .option("--lane <name>", "the lane to run", "v2")
      .option(
        "--dispatchers <count>",
        "dispatchers at once (default: 1 to 3; with --exhaustive 1 and 2)",
        fewDispatchers,
      )
      .option("--kept <directory>", "where counterexamples are kept", "counterexamples")
      .option("--no-keep", "do not write a new counterexample down")
      .option("--exhaustive", "enumerate every schedule within bounds, instead of drawing some")
      .option("--preemptions <count>", "with --exhaustive: at most (default: 2)", noneOrMore)
      .option("--turns <count>", "with --exhaustive: out of order at most (default: 1)", noneOrMore)
      .option("--crashes <count>", "with --exhaustive: at most (default: 1)", noneOrMore)
      .option("--continue", "with --exhaustive: go on where one was stopped");
    addPlace(command);
  },
  async execute(_positional, options, io) {
    const [{ summaryText, unjudgedIn }, { simulatedLane }] = await Promise.all([
      import("../report/exploration.ts"),
      import("./simulated-lane.ts"),
    ]);
    const asked = exploringIn(options);
    const enumerating = enumeratingIn(options);
    const { claims, dispatchers: count } = asked;
    const lane = await simulatedLane(asked.lane, io);
    await checkClaims(claims ?? []);
    const output = await outputDirectory(options, io);
    const [{ buildId }, { refuseDirectory }, { resolve }] = await Promise.all([
      import("../matrix/store/build.ts"),
      import("../world/node/writable.ts"),
      import("node:path"),
    ]);
    refuseDirectory(output, "--output", "Nothing was explored.");
    const keptIn = resolve(io.workingDirectory, asked.kept);
    if (asked.keeps) refuseDirectory(keptIn, "--kept", "Nothing was explored.");
    // Taken before anything runs: what is changed meanwhile is another build.
    const build = buildId();
    const kept = await replayKept(lane, asked.kept, io);
    if (enumerating) {
      const { exhaust } = await import("./exhaustive.ts");
      return exhaust({ lane, asked, enumerating, kept, output, build }, io);
    }
    const world = await io.world();
    const randomSeed = asked.seed ?? world.clock.wallMs() % 0x7fffffff;
    const dispatchers = count === undefined ? ([1, 3] as const) : ([count, count] as const);
    const drawn = { randomSeed, dispatchers };
    const exploration = await exploring(lane, { ...asked, ...drawn }, io);
    if (io.stderr.columns !== null) io.stderr.write("\r\x1b[K");
    io.stdout.write(summaryText(exploration, lane.name, lane.name === "v2" && count === undefined));
    const { counterexample } = exploration;
    await record(exploration, { lane, asked, kept, output, build });
    if (counterexample) {
      const { shrinks, randomSeed, path } = counterexample;
      const how = `Shrunk in ${shrinks} steps.`;
      const drawn = { randomSeed, path, lane: lane.name, dispatchers };
      await tellCounterexample(counterexample, { lane, asked, how, drawn }, io);
    }
    if (exploration.interrupted) return 130;
    if (counterexample || kept.broken.length > 0) return 1;
    return unjudgedIn(exploration).length > 0 || kept.unjudged > 0 ? 2 : 0;
  },
};

const usualRuns = 20_000;

type Exploring = ReturnType<typeof exploringIn>;

function exploringIn(options: Options) {
  const seconds = numberIn(options, "time");
  return {
    lane: always(textIn(options, "lane"), "lane"),
    kept: always(textIn(options, "kept"), "kept"),
    keeps: flagIn(options, "keep") ?? true,
    runs: numberIn(options, "runs") ?? usualRuns,
    timeMs: seconds === undefined ? null : seconds * 1000,
    seed: numberIn(options, "seed"),
    jobs: numberIn(options, "jobs"),
    claims: textsIn(options, "claim"),
    dispatchers: numberIn(options, "dispatchers"),
  };
}

function fewDispatchers(text: string): number {
  const count = wholeNumber(text);
  if (count <= mostDispatchers) return count;
  throw new InvalidArgumentError(`There are 1 to ${mostDispatchers}.`);
}

const onlyDrawing = ["runs", "seed"] as const;
const onlyEnumerating = ["preemptions", "turns", "crashes", "continue"] as const;

/** Null where schedules are drawn. @throws UsageError for an option that says nothing there. */
function enumeratingIn(options: Options) {
  const exhaustive = flagIn(options, "exhaustive") ?? false;
  const [strange] = (exhaustive ? onlyDrawing : onlyEnumerating).filter(
    (name) => options[name] !== undefined,
  );
  if (strange !== undefined) {
    const message = exhaustive
      ? "is for schedules that are drawn; leave it out with --exhaustive"
      : "is for --exhaustive, which is missing";
    throw new UsageError("Nothing was explored.", [{ where: `--${strange}`, message }]);
  }
  if (!exhaustive) return null;
  return {
    preemptions: numberIn(options, "preemptions") ?? 2,
    turns: numberIn(options, "turns") ?? 1,
    crashes: numberIn(options, "crashes") ?? 1,
    continues: flagIn(options, "continue") ?? false,
  };
}

/** @throws UsageError: an unknown claim would be judged nowhere, and the exploration found clean. */
async function checkClaims(wanted: readonly string[]): Promise<void> {
  const [{ everyClaim }, { nearest }] = await Promise.all([
    import("../simulation/case/claims.ts"),
    import("../matrix/config/nearest.ts"),
  ]);
  const names = everyClaim.map(({ name }) => name);
  const faults = wanted
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearest(name, names);
      const hint = near ? `did you mean "${near}"?` : `there is ${names.join(", ")}`;
      return { where: "--claim", message: `"${name}" is no claim; ${hint}` };
    });
  if (faults.length > 0) throw new UsageError("There is nothing to judge by.", faults);
}

interface Drawn {
  readonly randomSeed: number;
  readonly dispatchers: readonly [least: number, most: number];
}

async function exploring(
  lane: Lane,
  { randomSeed, dispatchers, claims, runs, timeMs, jobs }: Omit<Exploring, "dispatchers"> & Drawn,
  io: Io,
): Promise<Exploration> {
  const [{ explore }, { openThreads }] = await Promise.all([
    import("../simulation/explore/explore.ts"),
    import("../simulation/explore/threads.ts"),
  ]);
  const { clock } = await io.world();
  const explored = { lane: lane.name, dispatchers, ...(claims ? { claims } : {}) };
  const threads = openThreads(jobs ?? null, explored);
  try {
    return await explore({
      explorers: threads.explorers,
      randomSeed,
      runs,
      timeMs,
      nowMs: clock.monotonicMs,
      cpuMs: () => process.cpuUsage().user / 1000,
      isInterrupted: () => io.interruption.aborted,
      onProgress: await showProgress(io),
    });
  } finally {
    await threads.close();
  }
}

async function showProgress({ stderr }: Io): Promise<(progress: Progress) => void> {
  const [{ progressLine }, { inPlace }] = await Promise.all([
    import("../report/exploration.ts"),
    import("./screen.ts"),
  ]);
  // A log would fill with lines that only a person at a terminal wants.
  if (stderr.columns === null) return () => undefined;
  return (progress) => stderr.write(inPlace(progressLine(progress), stderr.columns));
}

/** What a dossier asks for; schedules of some claims alone, or of one number of dispatchers, are not whole. */
async function record(
  { randomSeed, runs, counterexample }: Exploration,
  { lane, asked, kept, output, build }: Explored,
): Promise<void> {
  const [{ keepExploration }, { encodeKept }] = await Promise.all([
    import("../matrix/store/exploration-record.ts"),
    import("../simulation/explore/keep.ts"),
  ]);
  const found = counterexample
    ? [{ claim: counterexample.violation.claim, simulated: counterexample.simulated }]
    : [];
  const counterexamples = [...kept.cases, ...found].map((each) => JSON.parse(encodeKept(each)));
  const broken = [...kept.broken, ...(counterexample ? [counterexample.violation.claim] : [])];
  const whole = asked.claims === undefined && asked.dispatchers === undefined;
  const result = { lane: lane.name, randomSeed, schedules: runs, whole, broken, counterexamples };
  keepExploration(output, result, build);
}

interface Explored {
  readonly lane: Lane;
  readonly asked: Exploring;
  readonly kept: Awaited<ReturnType<typeof replayKept>>;
  readonly output: string;
  readonly build: string;
}

/** The claims that they still break, how many show nothing of theirs any more, and the cases themselves. */
async function replayKept(lane: Lane, directory: string, io: Io) {
  const [{ readKept }, { replay }, { keptText, keptTotal }, { resolve }] = await Promise.all([
    import("../simulation/explore/keep.ts"),
    import("../simulation/explore/replay.ts"),
    import("../report/kept.ts"),
    import("node:path"),
  ]);
  const { files } = await io.world();
  const all = await readKept(files, resolve(io.workingDirectory, directory));
  const ours = all.filter(({ kept }) => kept.simulated.lane === lane.name);
  const broken: string[] = [];
  let unjudged = 0;
  for (const { path, kept } of ours) {
    const replayed = await replay(kept, lane);
    if (replayed.violation) broken.push(kept.claim);
    else if (replayed.unjudged !== null) unjudged += 1;
    io.stdout.write(keptText(kept.claim, path, replayed));
  }
  if (ours.length > 0) {
    io.stdout.write(keptTotal(lane.name, { kept: ours.length, broken: broken.length, unjudged }));
  }
  return { broken, unjudged, cases: ours.map(({ kept }) => kept) };
}
