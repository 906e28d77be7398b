// `matrix compare A B`: what run B does worse, better, slower or dearer than run A. It judges both again with the
// claims of this build, runs nothing and writes nothing.
import { InvalidArgumentError } from "commander";
import { defaultAgent } from "../agents/description.ts";
import type { ComparedRun } from "../compare/compare.ts";
import type { Naming } from "../compare/pairing.ts";
import type { Parts } from "../matrix/parts.ts";
import { printable } from "../world/printable.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { addForms, formsIn, writeForms } from "./documents.ts";
import { numberIn, type Options, textIn, textsIn } from "./given.ts";
import { addPlace, collect, outputDirectory } from "./options.ts";

const formats = ["table", "markdown", "json", "html"] as const;

export const compare: CommandSpec = {
  name: "compare",
  summary: "say what one recorded run does worse, better, slower or dearer than another",
  define(command) {
    command.argument(
      "<baseline>",
      "a run's directory or name; RUN@VERSION of a run of several pis",
    );
    command.argument("<candidate>", "the run that may be worse, named likewise");
    addPlace(command);
    command
      .option("--margin <points>", "how many points worse is still no worse (default: 5)", points)
      .option(
        "--same-target <a=b>",
        "target a of the baseline is target b of the candidate (repeatable)",
        collect,
      )
      .option("--json", "print one JSON object and nothing else; short for --reporter json")
      .addHelpText("after", decisions);
    addForms(command, formats);
  },
  async execute([first = "", second = ""], options, io) {
    const forms = await formsIn(options, formats, io);
    const { keepHeapSmall } = await import("../world/node/small-heap.ts");
    // Before anything is loaded: how far the heap may grow is decided at the collection before.
    keepHeapSmall();
    const [
      { compareRuns },
      { renderComparison, renderComparisonMarkdown, renderComparisonJson },
      { renderComparisonPage },
    ] = await Promise.all([
      import("../compare/compare.ts"),
      import("../report/comparison.ts"),
      import("../report/html/comparison-page.ts"),
    ]);
    const parts = await configuredParts(options, io);
    const output = await outputDirectory(options, io);
    const asked = await askedIn(options, io);
    const baseline = await runNamed(first, output, parts, io);
    const candidate = await runNamed(second, output, parts, io);
    refuseOtherFidelity(baseline, candidate);
    const value = compareRuns(baseline, candidate, asked, await namingIn(options, parts));
    const { paintFor } = await import("./print.ts");
    const width = Math.max(60, io.stdout.columns || 160);
    const render = {
      table: () => renderComparison(value, { width, paint: paintFor(io.stdout, io) }),
      markdown: () => renderComparisonMarkdown(value),
      json: () => renderComparisonJson(value),
      html: () => renderComparisonPage(value),
    };
    await writeForms(forms, render, io);
    return value.exitCode;
  },
};

const decisions = `
Exit codes: 1 where a lane, a target or a row is worse by more than the margin, its whole interval below it;
2 where that is not decided for want of cells, with how many lack; 0 otherwise; 254 bad arguments.
Only cells of both runs that passed or failed are counted. Times, tokens and cost are told and decide nothing.
--reporter html=comparison.html writes all of it as one page that loads nothing.

  matrix --pi <old> --output out/old && matrix --pi <new> --output out/new
  matrix compare out/old/latest out/new/latest --reporter markdown`;

function points(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < 100) return value;
  throw new InvalidArgumentError("It must be a number of points between 0 and 100.");
}

/** The config's, unless the command line says otherwise. @throws UsageError for a broken one. */
async function askedIn(options: Options, { workingDirectory }: Io) {
  const [{ isConfigIn, loadConfig }, { asNonInferiority, compareShape }] = await Promise.all([
    import("../matrix/config/load.ts"),
    import("../matrix/config/compare-shape.ts"),
  ]);
  const named = textIn(options, "config");
  const isThere = named !== undefined || isConfigIn(workingDirectory);
  const loaded = isThere ? await loadConfig(workingDirectory, named) : null;
  const { compare: written = {} } = Object(loaded?.value) as { readonly compare?: unknown };
  const parsed = compareShape.safeParse(written);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      where: ["compare", ...path.map(String)].join("."),
      message,
    }));
    throw new UsageError(`${loaded?.path}: nothing was compared.`, faults);
  }
  const marginPoints = numberIn(options, "margin") ?? parsed.data.marginPoints;
  return asNonInferiority({ ...parsed.data, marginPoints });
}

async function runNamed(text: string, output: string, parts: Parts, io: Io): Promise<ComparedRun> {
  const [{ checkRun }, { findRunDirectory }] = await Promise.all([
    import("../matrix/store/check.ts"),
    import("../matrix/store/find-run.ts"),
  ]);
  const [, named = text, asked = null] = /^(.+)@([^@/]+)$/.exec(text) ?? [];
  const directory = findRunDirectory(named, output, io.workingDirectory);
  const { summary, notices } = checkRun(directory, parts.judge, parts.claims, { brief: true });
  for (const notice of notices) io.stderr.write(`${printable(notice)}\n`);
  const { cells, ...facts } = summary;
  const versions = [...new Set(cells.flatMap(({ target }) => target.version ?? []))];
  const version = asked ?? (versions.length === 1 ? (versions[0] ?? null) : null);
  if (version === null && versions.length > 1) {
    const ways = versions.map((each) => `${text}@${each}`).join(" or ");
    throw new UsageError(`${text} is a run of several versions: name one, as ${ways}.`);
  }
  if (asked !== null && !versions.includes(asked)) {
    const has = versions.length === 0 ? "is of one version" : `has ${versions.join(", ")}`;
    throw new UsageError(`${text}: the run ${has}, and none of its cells is of ${asked}.`);
  }
  const own = cells.filter(({ target }) => version === null || target.version === version);
  return { facts, version, cells: own };
}

/** What a scripted model shows and what a real one shows are no two values of one figure. */
function refuseOtherFidelity(baseline: ComparedRun, candidate: ComparedRun): void {
  const [first, second] = [baseline.facts.fidelity, candidate.facts.fidelity];
  if (first === second) return;
  throw new UsageError(`A ${first} run is not compared with a ${second} one.`);
}

/** Providers are called as the pinned agent calls them, by whatever name a run's own agent knew them. */
async function namingIn(options: Options, parts: Parts): Promise<Naming> {
  const { catalog } = await parts.findAgent(null);
  return {
    same: sameTargetsIn(options),
    providerName: ({ agent, provider }) =>
      agent === defaultAgent ? (catalog.nameOf(provider) ?? provider) : provider,
  };
}

function sameTargetsIn(options: Options): Naming["same"] {
  const written = textsIn(options, "sameTarget") ?? [];
  const full = (name: string) => (name.includes(":") ? name : `${defaultAgent}:${name}`);
  return new Map(
    written.map((text) => {
      const [first = "", second = "", ...more] = text.split("=");
      if (first === "" || second === "" || more.length > 0) {
        const message = "must be two targets: provider/model=provider/model";
        throw new UsageError("Nothing was compared.", [
          { where: `--same-target ${text}`, message },
        ]);
      }
      return [full(first), full(second)] as const;
    }),
  );
}
