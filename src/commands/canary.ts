// `matrix canary`: breaks the subject on purpose in every way that is known, and sees that each is
// caught by the claim that should. Its result is what runs of this build are stamped with.
import { InvalidArgumentError } from "commander";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { CanaryFidelity, CanaryResult } from "../matrix/summary/canary-stamp.ts";
import { UsageError } from "../world/usage-error.ts";
import { messageOf } from "../world/world.ts";
import type { CommandSpec, Io } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { always, choiceIn, flagIn, numberIn, type Options, present, textIn } from "./given.ts";
import { addPlace, outputDirectory, pathText, wholeNumber, withResolvedPaths } from "./options.ts";
import { paintFor } from "./print.ts";
import { tellLeftProcesses } from "./still-there.ts";

export const canary: CommandSpec = {
  name: "canary",
  summary: "break the subject on purpose, and see each flaw caught by its own claim",
  define(command) {
    command
      .option("--fidelity <fidelity>", "sim or loopback (default: both)", fidelityNamed)
      .option("-g, --grep <expression>", "only canaries whose name or claim matches")
      .option("-j, --workers <count>", "real cells, or threads, at once", wholeNumber, 4)
      .option("--exhaustive", "simulated: enumerate the orders of effects, instead of drawing some")
      .option("--pi <path>", "the pi to use (default: the bundled one)", pathText)
      .option("--json", "print one JSON object and nothing else on standard output");
    addPlace(command);
  },
  async execute(_positional, options, io) {
    const [{ canaries }, { scenarios }] = await Promise.all([
      import("../lanes/canaries/index.ts"),
      import("../gate/scenarios/index.ts"),
    ]);
    const asked = textIn(options, "grep");
    const grep = asked === undefined ? null : expressionOf(asked);
    const wanted = canaries.filter(({ name, claim }) => grep?.test(`${name} ${claim}`) ?? true);
    if (wanted.length === 0) {
      const message = `no name or claim of ${canaries.length} canaries matches "${asked}"`;
      throw new UsageError("No canary was run.", [{ where: "--grep", message }]);
    }
    // Before the run: after an interruption, nothing can be compiled any more.
    const { renderCanaries, canariesJson } = await import("../report/canaries.ts");
    const results = await perform(wanted, options, io);
    const rows = { canaries: wanted, results, scenarios };
    const paint = paintFor(io.stdout, io);
    io.stdout.write(options.json === true ? canariesJson(rows) : renderCanaries(rows, paint));
    if (io.interruption.aborted) return 130;
    if (results.length === 0) return 2;
    return results.every(({ outcome }) => outcome === "killed") ? 0 : 1;
  },
};

function expressionOf(source: string): RegExp {
  try {
    const made = new RegExp(source, "i");
    made.test(""); // compiled only here: "too large" is found now
    return made;
  } catch (error) {
    throw new UsageError("No canary was run.", [{ where: "--grep", message: messageOf(error) }]);
  }
}

const known: readonly CanaryFidelity[] = ["sim", "loopback"];

function fidelityNamed(text: string): CanaryFidelity {
  const found = known.find((fidelity) => fidelity === text);
  if (found) return found;
  throw new InvalidArgumentError(`There is ${known.join(" and ")}.`);
}

async function perform(
  canaries: readonly Canary[],
  options: Options,
  io: Io,
): Promise<readonly CanaryResult[]> {
  const [
    { runCanaries },
    { keepResults },
    { buildId },
    { sharedTemporaryDirectory },
    { refuseDirectory },
  ] = await Promise.all([
    import("../canary/run.ts"),
    import("../matrix/store/canary-record.ts"),
    import("../matrix/store/build.ts"),
    import("../matrix/plan/layout.ts"),
    import("../world/node/writable.ts"),
  ]);
  const [parts, world] = await Promise.all([configuredParts(options, io), io.world()]);
  const output = await outputDirectory(options, io);
  refuseDirectory(output, "--output", "No canary was run.");
  await tellLeftProcesses(io);
  const { pi } = withResolvedPaths(present({ pi: textIn(options, "pi") }), io);
  const asked = choiceIn(options, "fidelity", known);
  // Taken before anything runs: what is changed meanwhile is another build.
  const build = buildId();
  const results = await runCanaries({
    canaries,
    parts,
    world,
    environment: io.environment,
    signal: io.interruption,
    exhaustive: flagIn(options, "exhaustive") ?? false,
    fidelities: asked === undefined ? known : [asked],
    workers: always(numberIn(options, "workers"), "workers"),
    found: await parts.findAgent(pi ?? null),
    systemTemporaryDirectory: io.systemTemporaryDirectory,
    cacheDirectory: sharedTemporaryDirectory(output),
    onResult: ({ name, fidelity, outcome }) => {
      if (io.stderr.columns !== null) io.stderr.write(`${fidelity} ${name}: ${outcome}\n`);
    },
  });
  keepResults(output, results, build);
  return results;
}
