// `matrix bisect`: which of an ordered list of versions of the agent is the first that fails a cell. Each step is a run
// of its own, and stays.
import type { FoundBuiltIn } from "../agents/built-in.ts";
import type { Bisected } from "../matrix/run/bisect.ts";
import type { Overrides } from "../matrix/run/overlaid.ts";
import { exitCodes, type Summary } from "../matrix/summary/summary.ts";
import type { Step } from "../report/bisection.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { flagIn, numberIn, overridesIn, present, refuseBeside } from "./given.ts";
import { addRunning, addSelection, withResolvedPaths } from "./options.ts";
import { perform, type RunOptions } from "./perform.ts";

/** What a title says: all of it, for one cell. */
const selecting = ["target", "allTargets", "full", "lane", "scenario", "history"];

export const bisect: CommandSpec = {
  name: "bisect",
  summary: "find the first of several versions of pi that fails a cell",
  define(command) {
    command.argument("[cell]", "a cell's title, as a report prints it; or select with the options");
    addSelection(command);
    addRunning(command);
    command
      .option("--json", "print one JSON object and nothing else on standard output")
      .addHelpText("after", example);
  },
  async execute([title], options, io, program) {
    if (title) refuseBeside(`"${title}"`, selecting, "bisect", program);
    const [{ bisect: search }, report] = await Promise.all([
      import("../matrix/run/bisect.ts"),
      import("../report/bisection.ts"),
    ]);
    const given = withResolvedPaths(overridesIn(options), io);
    const { pis = [], ...chosen } = { ...given, ...(title ? selectionOf(title) : {}) };
    const versions = await versionsOf(pis, chosen, io);
    const isJson = flagIn(options, "json") ?? false;
    const own = present({ keep: flagIn(options, "keep"), retries: numberIn(options, "retries") });
    const steps: Step[] = [];
    const attempt = async (index: number) => {
      const found = versions[index];
      const path = pis[index];
      if (found === undefined || path === undefined || io.interruption.aborted) return null;
      // One failure is enough to know.
      const step = await tryVersion({ ...chosen, ...own, pi: path, maxFailures: 1 }, found, io);
      steps.push({ ...step, path });
      if (!isJson) io.stdout.write(report.renderStep({ ...step, path }, steps.length));
      return step.tried;
    };
    const result = await search(versions.length, attempt);
    const exitCode = io.interruption.aborted ? exitCodes.interrupted : codes[result.kind];
    const names = versions.map(({ version }) => version);
    const bisection = { versions: names, steps, result, exitCode };
    if (io.interruption.aborted && !isJson) return exitCode;
    const rendered = isJson ? report.renderBisectionJson : report.renderBisection;
    io.stdout.write(rendered(bisection));
    return exitCode;
  },
};

const example = `
The versions stand in their order: matrix bisect 'pi:openai/gpt-5.4 v2 plain #1' --pi <oldest> --pi … --pi <newest>
It trusts that after the first that fails all fail. With --repeat-each a version fails if any repetition does.
Exit codes: 0 the newest passes, 1 found, 2 undecided: a version neither passed nor failed, 254 bad arguments.`;

const codes: Readonly<Record<Bisected["kind"], number>> = {
  "none-fails": exitCodes.pass,
  found: exitCodes.fail,
  undecided: exitCodes.unknown,
};

/** `pi:openai/gpt-5.4 v2 plain #1`, with a history's name before the number or without. */
function selectionOf(title: string): Overrides {
  const [, target, lane, scenario, history] =
    /^(\S+) (\S+) (\S+)(?: (.+))? #\d+$/.exec(title.trim()) ?? [];
  if (target === undefined || lane === undefined || scenario === undefined) {
    const message = "is no title of a cell; write it as a report does: target lane scenario #1";
    throw new UsageError("Nothing was run.", [{ where: title, message }]);
  }
  const unversioned = target.replace(/^([^:@/]+)@[^:]+:/, "$1:");
  const one = { target: [unversioned], lane: [lane], scenario: [scenario] };
  return history === undefined ? one : { ...one, history: [history] };
}

/** All are looked at before any is run. @throws UsageError for fewer than two, and for no selection. */
async function versionsOf(
  pis: readonly string[],
  { target, lane, scenario, history, grep }: Overrides,
  io: Io,
): Promise<readonly FoundBuiltIn[]> {
  if (pis.length < 2) {
    throw new UsageError("Nothing was run.", [
      { where: "--pi", message: "give at least two, the oldest version first" },
    ]);
  }
  if ([target, lane, scenario, history, grep].every((each) => each === undefined)) {
    throw new UsageError("Nothing was run: name a cell by its title, or select with --target …");
  }
  const { findInstallations } = await import("../matrix/run/installations.ts");
  const { found, others } = await findInstallations(await io.parts(), pis, []);
  return [found, ...others];
}

async function tryVersion(
  options: RunOptions,
  { version }: FoundBuiltIn,
  io: Io,
): Promise<Omit<Step, "path">> {
  const { NothingToRunError } = await import("../matrix/run/run.ts");
  try {
    const { summary } = await perform(options, io);
    const where = summary.directory ?? "no run";
    return { version, tried: summary.verdict, where, replay: await replayIn(summary) };
  } catch (error) {
    if (!(error instanceof NothingToRunError)) throw error;
    const [, why = error.message] = error.message.split("\n");
    return { version, tried: null, where: why.trim(), replay: null };
  }
}

async function replayIn({ cells, fidelity, flags }: Summary): Promise<string | null> {
  const { replayCommand } = await import("../report/failures.ts");
  const failed = cells.find(({ verdict }) => verdict === "fail");
  return failed === undefined ? null : replayCommand(failed, fidelity, flags);
}
