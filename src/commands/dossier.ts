// `matrix dossier [run]`: what a recorded run says about removing the old lane. It judges the run
// again with the claims of this build, runs nothing and writes nothing.
import type { CellTarget } from "../evidence/cell.ts";
import type { Comparison } from "../matrix/dossier/pairs.ts";
import type { DossierVerdict } from "../matrix/dossier.ts";
import type { Parts } from "../matrix/runner.ts";
import type { CommandSpec } from "./command.ts";
import { outputOption } from "./options.ts";

export const dossier: CommandSpec = {
  name: "dossier",
  summary: "say from a recorded run whether lane v1 can be removed: Markdown for an issue",
  define(command) {
    command
      .argument("[run]", "a run's directory or name", "latest")
      .option(...outputOption)
      .option("--json", "print one JSON object and nothing else on standard output")
      .addHelpText("after", decisions);
  },
  async execute([named = "latest"], options, io) {
    const [{ checkRun }, { findRunDirectory }, { buildDossier }, plan, parts] = await Promise.all([
      import("../matrix/check.ts"),
      import("../matrix/find-run.ts"),
      import("../matrix/dossier.ts"),
      import("../matrix/plan.ts"),
      io.parts(),
    ]);
    const [{ renderDossierMarkdown }, { renderDossierJson }] = await Promise.all([
      import("../report/dossier-markdown.ts"),
      import("../report/dossier-json.ts"),
    ]);
    const directory = findRunDirectory(named, String(options.output), io.workingDirectory);
    const { summary, notices } = checkRun(directory, parts.judge);
    for (const notice of notices) io.stderr.write(`${notice}\n`);
    const value = buildDossier(summary, comparisonOf(parts, summary.fidelity, plan.whyUnsuited));
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

export const dossierExitCodes: Record<DossierVerdict, number> = {
  remove: 0,
  keep: 1,
  "not-enough-evidence": 2,
};

/** Which lanes are compared, and what this build says that they cannot be put through. */
function comparisonOf(
  { lanes, scenarios }: Parts,
  fidelity: Parameters<WhyUnsuited>[3],
  whyUnsuited: WhyUnsuited,
): Comparison {
  return {
    old: "v1",
    new: "v2",
    scenarios: scenarios.map(({ name }) => name),
    unsuited(scenarioName: string, laneName: string, target: CellTarget) {
      const scenario = scenarios.find(({ name }) => name === scenarioName);
      const lane = lanes.find(({ name }) => name === laneName);
      // What this build does not know it cannot excuse: such a cell lacks.
      return scenario && lane ? whyUnsuited(scenario, lane, target, fidelity) : null;
    },
  };
}

type WhyUnsuited = typeof import("../matrix/plan.ts").whyUnsuited;
