// `matrix explore --exhaustive`: every schedule within bounds, in threads. It can be stopped and gone on
// with: how far it has come stands in a small file beside the runs.
import { dirname, join } from "node:path";
import type { Lane } from "../lanes/lane.ts";
import type { Enumeration } from "../simulation/explore/exhaustive/enumerate.ts";
import type { Done, Enumerated, Job } from "../simulation/explore/exhaustive/job.ts";
import type { EnumerationState, KeptState } from "../simulation/explore/exhaustive/progress.ts";
import type { Space } from "../simulation/explore/exhaustive/spaces.ts";
import type { Doer } from "../simulation/explore/pool.ts";
import { UsageError } from "../world/usage-error.ts";
import { errorCode } from "../world/world.ts";
import type { Io } from "./command.ts";
import { tellCounterexample } from "./tell-counterexample.ts";

interface Exhausting {
  readonly lane: Lane;
  readonly asked: {
    readonly kept: string;
    readonly keeps: boolean;
    readonly timeMs: number | null;
    readonly jobs: number | undefined;
    readonly claims: readonly string[] | undefined;
    readonly dispatchers: number | undefined;
  };
  readonly enumerating: {
    readonly preemptions: number;
    readonly turns: number;
    readonly crashes: number;
    readonly continues: boolean;
  };
  /** What became of the counterexamples that are kept. */
  readonly kept: { readonly broken: readonly string[]; readonly unjudged: number };
  readonly output: string;
  readonly build: string;
}

/** Random ways down each space by which its size is estimated. */
const descents = 8;

/** Between two writes of the file. */
const saveEveryMs = 5_000;

/** Returns the exit code. */
export async function exhaust(exhausting: Exhausting, io: Io): Promise<number> {
  const { lane, kept, output, build } = exhausting;
  const [{ spacesOf }, { openPool }, { threadScript }, { enumerationText }] = await Promise.all([
    import("../simulation/explore/exhaustive/spaces.ts"),
    import("../simulation/explore/pool.ts"),
    import("../simulation/explore/exhaustive/script.ts"),
    import("../report/enumeration.ts"),
  ]);
  const asked = questionOf(exhausting);
  const path = join(output, ".cache", `exhaustive-${lane.name.replace(/[^\w-]/g, "_")}.json`);
  const begun = exhausting.enumerating.continues ? await resume(path, { build, asked }, io) : null;
  const spaces = spacesOf(asked);
  const file = await progressFile(path, { build, asked }, io);
  const pool = openPool<Job, Done>(threadScript, exhausting.asked.jobs ?? null, asked);
  let enumeration: Enumeration;
  try {
    enumeration = await enumerating(pool.doers, { spaces, begun, exhausting, file }, io);
  } finally {
    await pool.close();
  }
  if (io.stderr.columns !== null) io.stderr.write("\r\x1b[K");
  const { state, complete } = enumeration;
  if (complete) await file.remove();
  else file.save(state);
  io.stdout.write(enumerationText(lane.name, spaces, enumeration, commandFor(asked)));
  const broken = await tell(enumeration, exhausting, io);
  if (io.interruption.aborted) return 130;
  if (broken || kept.broken.length > 0 || state.endless > 0) return 1;
  const open =
    !complete || state.disturbed !== null || state.judged.some(([, count]) => count === 0);
  return open || kept.unjudged > 0 ? 2 : 0;
}

function questionOf({ lane, asked, enumerating }: Exhausting): Enumerated {
  const { claims, dispatchers } = asked;
  const { preemptions, turns, crashes } = enumerating;
  return {
    lane: lane.name,
    dispatchers: dispatchers === undefined ? [1, 2] : [dispatchers],
    preemptions,
    turns,
    crashes,
    reduced: true,
    ...(claims ? { claims } : {}),
  };
}

function commandFor({
  lane,
  dispatchers,
  preemptions,
  turns,
  crashes,
  claims = [],
}: Enumerated): string {
  const [count, ...more] = dispatchers;
  const words = [
    `--lane ${lane}`,
    ...(more.length > 0 ? [] : [`--dispatchers ${count}`]),
    `--preemptions ${preemptions} --turns ${turns} --crashes ${crashes}`,
    ...claims.map((claim) => `--claim ${claim}`),
  ];
  return `pnpm matrix explore --exhaustive ${words.join(" ")} --continue`;
}

/** @throws UsageError where there is nothing that this build could go on with. */
async function resume(
  path: string,
  { build, asked }: Pick<KeptState, "build" | "asked">,
  io: Io,
): Promise<EnumerationState> {
  const { decodeState } = await import("../simulation/explore/exhaustive/progress.ts");
  const { files } = await io.world();
  const refuse = (message: string) =>
    new UsageError("Nothing was explored.", [{ where: "--continue", message }]);
  const text = await files.readText(path).catch(() => {
    throw refuse(`there is no ${path}: nothing was stopped, or it came to its end; leave it out`);
  });
  const found = decodeState(path, text);
  if (found.build !== build) {
    throw refuse(`${path} is of another build, whose schedules are others; leave it out`);
  }
  if (JSON.stringify(found.asked) !== JSON.stringify(asked)) {
    throw refuse(`what was stopped is gone on with by: ${commandFor(found.asked)}`);
  }
  return found.state;
}

interface ProgressFile {
  save(state: EnumerationState): void;
  remove(): Promise<void>;
}

async function progressFile(
  path: string,
  question: Pick<KeptState, "build" | "asked">,
  io: Io,
): Promise<ProgressFile> {
  const [{ replaceFile }, { encodeState }] = await Promise.all([
    import("../matrix/store/storage.ts"),
    import("../simulation/explore/exhaustive/progress.ts"),
  ]);
  const { files } = await io.world();
  await files.makeDirectory(dirname(path), 0o700);
  return {
    save: (state) => replaceFile(path, encodeState({ ...question, state })),
    async remove() {
      await files.unlink(path).catch((error: unknown) => {
        if (errorCode(error) !== "ENOENT") throw error;
      });
    },
  };
}

interface Running {
  readonly spaces: readonly Space[];
  readonly begun: EnumerationState | null;
  readonly exhausting: Exhausting;
  readonly file: ProgressFile;
}

async function enumerating(
  doers: readonly Doer<Job, Done>[],
  { spaces, begun, exhausting, file }: Running,
  io: Io,
): Promise<Enumeration> {
  const [{ enumerate }, { progressLine, sizeText }, { inPlace }] = await Promise.all([
    import("../simulation/explore/exhaustive/enumerate.ts"),
    import("../report/enumeration.ts"),
    import("./screen.ts"),
  ]);
  const { claims, timeMs } = exhausting.asked;
  const { monotonicMs } = (await io.world()).clock;
  const startMs = monotonicMs();
  const doneBefore = (begun?.schedules ?? []).reduce((total, count) => total + count, 0);
  let savedMs = startMs;
  const spentMs = () => monotonicMs() - startMs;
  return enumerate({
    spaces,
    doers,
    state: begun,
    claims: claims ?? [],
    descents,
    nowMs: monotonicMs,
    timeMs,
    isInterrupted: () => io.interruption.aborted,
    onSize: (state) => io.stdout.write(sizeText(exhausting.lane.name, spaces, state, descents)),
    onProgress(state) {
      if (io.stderr.columns !== null) {
        io.stderr.write(inPlace(progressLine(state, spentMs(), doneBefore), io.stderr.columns));
      }
      if (monotonicMs() - savedMs < saveEveryMs) return;
      savedMs = monotonicMs();
      file.save(state);
    },
  });
}

/** True where a claim is broken; it is kept, and recorded for the dossier. */
async function tell(
  { found, state }: Enumeration,
  { lane, asked, kept, output, build }: Exhausting,
  io: Io,
): Promise<boolean> {
  const { keepExploration } = await import("../matrix/store/exploration-record.ts");
  const broken = [...kept.broken, ...(found ? [found.wrong.claim] : [])];
  const schedules = state.schedules.reduce((total, count) => total + count, 0);
  // What a dossier counts is schedules that were drawn; it must hear of what was broken all the same.
  const record = { lane: lane.name, randomSeed: 0, schedules, whole: false, broken };
  keepExploration(output, record, build);
  if (!found) return false;
  const { counterexampleOf } = await import("../simulation/explore/exhaustive/counterexample.ts");
  const { claims } = asked;
  const counterexample = await counterexampleOf(found, { lane, ...(claims ? { claims } : {}) });
  const { deviations } = counterexample;
  const how =
    deviations === 0
      ? "It is the plain course."
      : `It differs from the plain course in ${deviations} choice${deviations === 1 ? "" : "s"}, and none with fewer breaks a claim.`;
  await tellCounterexample(counterexample, { lane, asked, how, drawn: null }, io);
  return true;
}
