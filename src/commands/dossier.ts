// `matrix dossier [run...]`: what recorded runs say about removing the old lane. It judges the runs
// again with the claims of this build, runs nothing and writes nothing but the reports that are asked for.
import type { NamedLanes } from "../dossier/comparison.ts";
import type { DossierVerdict } from "../dossier/dossier.ts";
import type { PooledRun } from "../dossier/pool.ts";
import type { Standing } from "../dossier/requirements.ts";
import type { DossierThresholds } from "../matrix/config/config.ts";
import type { Parts } from "../matrix/parts.ts";
import { printable } from "../world/printable.ts";
import type { CommandSpec, Io } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { addForms, formsIn, writeForms } from "./documents.ts";
import { type Options, present, textIn } from "./given.ts";
import { addPlace, outputDirectory } from "./options.ts";

const formats = ["markdown", "json", "html"] as const;

export const dossier: CommandSpec = {
  name: "dossier",
  summary: "say from recorded runs whether the old lane can be removed: Markdown for an issue",
  define(command) {
    command.argument("[run...]", "directories or names of runs (default: latest)");
    addPlace(command);
    command
      .option("--old <lane>", "the lane to be removed: v1, or entwurf-v1 of a checkout's run")
      .option("--new <lane>", "the lane in its place: v2, or entwurf-v2 of a checkout's run")
      .option("--json", "print one JSON object and nothing else; short for --reporter json")
      .addHelpText("after", decisions);
    addForms(command, formats);
  },
  async execute(named, options, io) {
    const forms = await formsIn(options, formats, io);
    const { keepHeapSmall } = await import("../world/node/small-heap.ts");
    keepHeapSmall();
    const parts = await configuredParts(options, io);
    const [
      { buildDossier },
      { comparisonOf },
      { refuseUnlike },
      { requireRunRecord },
      { createBriefPlanned },
    ] = await Promise.all([
      import("../dossier/dossier.ts"),
      import("../dossier/comparison.ts"),
      import("../dossier/pool.ts"),
      import("../matrix/store/run-record.ts"),
      import("../matrix/store/brief-plan.ts"),
    ]);
    const output = await outputDirectory(options, io);
    const directories = await directoriesOf(named.length > 0 ? named : ["latest"], output, io);
    const records = directories.map((directory) =>
      requireRunRecord(directory, createBriefPlanned()),
    );
    const thresholds = await thresholdsFor(options, parts, io);
    const comparison = comparisonOf(records, thresholds, parts, namedIn(options));
    refuseUnlike(records, [comparison.baseline, comparison.candidate]);
    const runs = await judged(directories, parts, io);
    const standing = await standingOf(runs, output, comparison.candidate, io);
    const value = buildDossier(runs, comparison, standing);
    const exitCode = dossierExitCodes[value.verdict];
    const [{ renderDossierMarkdown }, { renderDossierJson }, { renderDossierPage }] =
      await Promise.all([
        import("../report/dossier-markdown.ts"),
        import("../report/dossier-json.ts"),
        import("../report/html/dossier-page.ts"),
      ]);
    const render = {
      markdown: () => renderDossierMarkdown(value),
      json: () => renderDossierJson(value, exitCode),
      html: () => renderDossierPage(value),
    };
    await writeForms(forms, render, io);
    return exitCode;
  },
};

const decisions = `
Exit codes: 0 remove, 1 keep, 2 not enough evidence, 254 bad arguments.
A loopback run with --full gives the scenarios, live runs the targets: name both. It also asks for the
canaries of this build (matrix canary) and for an exploration of it (matrix explore).
--reporter html=dossier.html writes it as one page that loads nothing.`;

const dossierExitCodes: Record<DossierVerdict, number> = {
  remove: 0,
  keep: 1,
  "not-enough-evidence": 2,
};

const namedIn = (options: Options): NamedLanes =>
  present({ baseline: textIn(options, "old"), candidate: textIn(options, "new") });

async function directoriesOf(named: readonly string[], output: string, io: Io) {
  const { findRunDirectory } = await import("../matrix/store/find-run.ts");
  return named.map((name) => findRunDirectory(name, output, io.workingDirectory));
}

/** Those of the config; a run outlives its config, and then it is the defaults. */
async function thresholdsFor(options: Options, parts: Parts, io: Io): Promise<DossierThresholds> {
  const [{ defaultThresholds }, { isConfigIn, loadConfig }, { thresholdsIn }, { UsageError }] =
    await Promise.all([
      import("../matrix/config/config.ts"),
      import("../matrix/config/load.ts"),
      import("../matrix/config/validate.ts"),
      import("../world/usage-error.ts"),
    ]);
  const config = textIn(options, "config");
  if (config === undefined && !isConfigIn(io.workingDirectory)) return defaultThresholds;
  const { value, path } = await loadConfig(io.workingDirectory, config);
  const found = thresholdsIn(
    value,
    parts.scenarios.map(({ name }) => name),
  );
  if (found.kind === "valid") return found.thresholds;
  throw new UsageError(`${path}: nothing was compared.`, found.faults);
}

async function judged(directories: readonly string[], parts: Parts, io: Io): Promise<PooledRun[]> {
  const [{ checkRun }, { requireRunRecord }] = await Promise.all([
    import("../matrix/store/check.ts"),
    import("../matrix/store/run-record.ts"),
  ]);
  return directories.map((directory, index) => {
    const { summary, notices } = checkRun(directory, parts.judge, parts.claims, {
      brief: true,
    });
    for (const notice of notices) io.stderr.write(`${printable(notice)}\n`);
    const { build = null, endedAt, chosenBy = null } = requireRunRecord(directory);
    // A, B, … Z, and by their numbers where there are more.
    const label = index < 26 ? String.fromCharCode(65 + index) : `run ${index + 1}`;
    return { label, summary, build, interrupted: endedAt === null, chosenBy };
  });
}

/** By the records where the runs are kept: the last results of this build. */
async function standingOf(
  runs: readonly PooledRun[],
  output: string,
  candidate: string,
  io: Io,
): Promise<Standing> {
  const [{ buildId }, { readStamp }, { readExploration }, { dirname }] = await Promise.all([
    import("../matrix/store/build.ts"),
    import("../matrix/store/canary-record.ts"),
    import("../matrix/store/exploration-record.ts"),
    import("node:path"),
  ]);
  const places = runs.flatMap(({ summary: { directory } }) =>
    directory === null ? [] : [dirname(directory)],
  );
  const all = [...new Set([output, ...places])];
  const first = <T>(read: (place: string) => T | null): T | null =>
    all.reduce<T | null>((found, place) => found ?? read(place), null);
  return {
    build: buildId(),
    canaries: first(readStamp),
    exploration: first((place) => readExploration(place, candidate)),
    isExplorable: (await io.parts()).lanes.some(({ name }) => name === candidate),
  };
}
