// `matrix dossier [run]`: what a recorded run says about removing the old lane. It judges the run
// again with the claims of this build, runs nothing and writes nothing.
import type { NamedLanes } from "../dossier/comparison.ts";
import type { DossierVerdict } from "../dossier/dossier.ts";
import type { CommandSpec } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { type Options, present, textIn } from "./given.ts";
import { addPlace, outputDirectory } from "./options.ts";

export const dossier: CommandSpec = {
  name: "dossier",
  summary: "say from a recorded run whether the old lane can be removed: Markdown for an issue",
  define(command) {
    command.argument("[run]", "a run's directory or name", "latest");
    addPlace(command);
    command
      .option("--old <lane>", "the lane to be removed: v1, or entwurf-v1 of a checkout's run")
      .option("--new <lane>", "the lane in its place: v2, or entwurf-v2 of a checkout's run")
      .option("--json", "print one JSON object and nothing else on standard output")
      .addHelpText("after", decisions);
  },
  async execute([named = "latest"], options, io) {
    const [{ checkRun }, { findRunDirectory }, { requireRunRecord }] = await Promise.all([
      import("../matrix/store/check.ts"),
      import("../matrix/store/find-run.ts"),
      import("../matrix/store/run-record.ts"),
    ]);
    const parts = await configuredParts(options, io);
    const [{ buildDossier }, { comparisonOf }, { renderDossierMarkdown }, { renderDossierJson }] =
      await Promise.all([
        import("../dossier/dossier.ts"),
        import("../dossier/comparison.ts"),
        import("../report/dossier-markdown.ts"),
        import("../report/dossier-json.ts"),
      ]);
    const output = await outputDirectory(options, io);
    const directory = findRunDirectory(named, output, io.workingDirectory);
    const record = requireRunRecord(directory);
    const comparison = comparisonOf(record, record.config.fidelity, parts, namedIn(options));
    const { summary, notices } = checkRun(directory, parts.judge, parts.claims, { brief: true });
    for (const notice of notices) io.stderr.write(`${notice}\n`);
    const value = buildDossier(summary, comparison);
    const exitCode = dossierExitCodes[value.verdict];
    io.stdout.write(
      options.json === true ? renderDossierJson(value, exitCode) : renderDossierMarkdown(value),
    );
    return exitCode;
  },
};

const decisions = `
Exit codes: 0 remove, 1 keep, 2 not enough evidence, 254 bad arguments.
It asks for every scenario of this build on every target of the run: make the run with --full.`;

const dossierExitCodes: Record<DossierVerdict, number> = {
  remove: 0,
  keep: 1,
  "not-enough-evidence": 2,
};

const namedIn = (options: Options): NamedLanes =>
  present({ baseline: textIn(options, "old"), candidate: textIn(options, "new") });
