// What a removal asks for, line by line: whether it is there, and what of it lacks. Pure. Each line
// looks for what must be there; nothing is met by having been asked of nobody.
import { targetName } from "../evidence/cell.ts";
import { type CanaryStamp, canarySentence, whyNoPass } from "../matrix/summary/canary-stamp.ts";
import type { ExplorationStamp } from "../matrix/summary/exploration-stamp.ts";
import { lackingPairs } from "../statistics/paired.ts";
import { missingCells, missingRows, type Reason } from "./missing.ts";
import { type Comparison, isAsked, isComparable, type Pair } from "./pairs.ts";
import { points } from "./points.ts";
import type { PooledRun } from "./pool.ts";
import type { RowEvidence } from "./rows.ts";
import { type Side, titlesOf } from "./side.ts";

const requirementNames = [
  "scenarios",
  "rows",
  "live",
  "repetitions",
  "canaries",
  "exploration",
  "runs",
] as const;
type RequirementName = (typeof requirementNames)[number];

export interface Requirement {
  readonly name: RequirementName;
  readonly met: boolean;
  /** What there is of it, with its figures. */
  readonly found: string;
  /** Empty where it is met. */
  readonly lacks: readonly Reason[];
}

/** What this build has shown of itself, besides the runs. */
export interface Standing {
  readonly build: string;
  readonly canaries: CanaryStamp | null;
  /** Of the new lane; null where it was not explored. */
  readonly exploration: ExplorationStamp | null;
  /** Whether the new lane can be explored at all: one of a checkout cannot. */
  readonly isExplorable: boolean;
}

export interface Findings {
  readonly runs: readonly PooledRun[];
  readonly pairs: readonly Pair[];
  readonly rows: readonly RowEvidence[];
  readonly comparison: Comparison;
  readonly standing: Standing;
}

export function requirementsFor(findings: Findings): Requirement[] {
  const lines: Record<RequirementName, (findings: Findings) => Line> = {
    scenarios,
    rows,
    live,
    repetitions,
    canaries,
    exploration,
    runs,
  };
  return requirementNames.map((name) => {
    const { found, lacks } = lines[name](findings);
    return { name, found, lacks, met: lacks.length === 0 };
  });
}

interface Line {
  readonly found: string;
  readonly lacks: readonly Reason[];
}

const lacking = (because: string): Reason => ({ because, cells: [] });

export const targetsIn = (pairs: readonly Pair[]): string[] => [
  ...new Set(pairs.map(({ target }) => targetName(target))),
];

function scenarios({ pairs, comparison }: Findings): Line {
  const { candidate } = comparison;
  const cells = pairs.flatMap((pair) => pair.candidate.cells);
  const passed = pairs.reduce((sum, pair) => sum + pair.candidate.pass, 0);
  const ran = cells.filter(({ verdict }) => verdict !== "skip").length;
  const comparable = pairs.filter(isComparable);
  const compared = comparable.filter((pair) => isJudged(pair.baseline) && isJudged(pair.candidate));
  const better = compared.filter(({ relation }) => relation === "better");
  return {
    found: `${passed} of ${ran} cells of ${candidate} passed; ${compared.length} of ${comparable.length} comparable rows were compared, ${better.length} better`,
    lacks: [...worseRows(pairs), ...missingCells(pairs, comparison)],
  };
}

/** Some of its cells came to pass or fail. */
const isJudged = ({ pass, fail }: Side) => pass + fail > 0;

function worseRows(pairs: readonly Pair[]): Reason[] {
  const worse = pairs.filter(({ relation }) => relation === "worse");
  const cells = worse.flatMap(({ candidate }) => titlesOf(candidate, "fail"));
  const what = worse.length === 1 ? "1 row is" : `${worse.length} rows are`;
  return worse.length === 0 ? [] : [{ because: `${what} worse in the new lane`, cells }];
}

function rows({ rows: all, comparison }: Findings): Line {
  const shown = all.filter(({ candidate }) => candidate.state === "shown").length;
  return {
    found: `${shown} of ${all.length} rows that were asked for are shown`,
    lacks: missingRows(all, comparison),
  };
}

function live({ pairs, comparison: { thresholds } }: Findings): Line {
  const targets = targetsIn(pairs);
  const wanted = targets.flatMap((target) =>
    thresholds.liveScenarios.map((scenario) => ({ target, scenario })),
  );
  const open = wanted.filter(
    ({ target, scenario }) =>
      !pairs.some(
        (pair) =>
          isAsked(pair, thresholds) &&
          pair.measured !== null &&
          pair.scenario === scenario &&
          pair.history === null &&
          targetName(pair.target) === target,
      ),
  );
  const names = [...new Set(open.map(({ target }) => target))];
  const what = thresholds.liveScenarios.join(", ");
  return {
    found: `${targets.length - names.length} of ${targets.length} targets ran live in both lanes (${what})`,
    lacks:
      open.length > 0
        ? [lacking(`no live pair in ${what}: ${names.join(", ")}`)]
        : targets.length === 0
          ? [lacking("no target ran live")]
          : [],
  };
}

function repetitions({ pairs, comparison: { thresholds } }: Findings): Line {
  const { margin, confidence, liveRepetitions } = thresholds;
  const none = { both: 0, onlyCandidate: 0, onlyBaseline: 0, neither: 0 };
  const least = Math.max(lackingPairs(none, { margin, confidence }), liveRepetitions);
  const asked = pairs.filter((pair) => isAsked(pair, thresholds));
  const decided = asked.filter(({ measured }) => measured?.lacking === 0);
  const terms = `a margin of ${points(margin)} points at ${points(confidence)} %`;
  const open = asked.filter((pair) => !decided.includes(pair));
  const lacks = open.map(({ target, scenario, measured, candidate }) => ({
    because: `${scenario} on ${targetName(target)}: ${measured?.n ?? 0} pairs, of which ${measured?.lacking ?? least} more lack (the difference may be as low as ${points(measured?.worst.lower ?? -1)} points)`,
    cells: titlesOf(candidate, "fail"),
  }));
  const nothing = `no live pair: ${least} lack for each target`;
  return {
    found: `${decided.length} of ${asked.length} live rows are within ${terms}`,
    lacks: asked.length === 0 ? [lacking(nothing)] : lacks,
  };
}

function canaries({ standing: { canaries: stamp } }: Findings): Line {
  const found = canarySentence(stamp).replace(/^canaries: /, "");
  if (stamp === null) return { found, lacks: [lacking("the canaries of this build were not run")] };
  const untrusted = whyNoPass(stamp);
  return {
    found,
    lacks: [
      ...(untrusted === null ? [] : [lacking(untrusted)]),
      ...(stamp.notRun === 0
        ? []
        : [lacking(`${stamp.notRun} of ${stamp.total} canaries of this build were not run`)]),
    ],
  };
}

function exploration({ standing, comparison }: Findings): Line {
  const { exploration: stamp, isExplorable } = standing;
  const { candidate, thresholds } = comparison;
  if (!isExplorable) {
    const found = `not asked: lane ${candidate} cannot be simulated, so that its schedules are not explored`;
    return { found, lacks: [] };
  }
  if (stamp === null) {
    const because = `lane ${candidate} of this build was not explored (pnpm matrix explore)`;
    return { found: "none of this build", lacks: [lacking(because)] };
  }
  const { schedules, broken } = stamp;
  const counterexamples =
    broken.length === 0 ? "no counterexample" : `counterexamples to ${broken.join(", ")}`;
  const few = thresholds.schedules - schedules;
  return {
    found: `${schedules} schedules of ${candidate}, ${counterexamples} (this build, ${stamp.build})`,
    lacks: [
      ...(broken.length === 0 ? [] : [lacking(`an exploration found ${counterexamples}`)]),
      ...(few > 0
        ? [lacking(`${few} of ${thresholds.schedules} schedules of ${candidate} were not explored`)]
        : []),
    ],
  };
}

const unrecorded = "unknown: recorded by an earlier build";

/** Cells that were chosen because of how they came out before are no sample of anything. */
const chosenByOutcome = ["--last-failed", "--retry-unknown"];

function runs({ runs: all, standing: { build, canaries: stamp } }: Findings): Line {
  const lacks = all.flatMap(({ label, summary, interrupted, chosenBy, build: own }) => {
    const which = all.length === 1 ? "the run" : `run ${label}`;
    const { notAcceptance } = summary;
    // What the canaries say has a line of its own.
    const isToldOf = notAcceptance === null || notAcceptance === whyNoPass(stamp);
    const chosen = chosenBy?.find((flag) => chosenByOutcome.includes(flag));
    return [
      ...(isToldOf ? [] : [lacking(`${which}: ${notAcceptance}`)]),
      ...(interrupted ? [lacking(`${which} was interrupted`)] : []),
      ...(chosenBy === null ? [lacking(`${which}: what chose its cells is ${unrecorded}`)] : []),
      ...(chosen ? [lacking(`${which} was chosen by earlier results (${chosen})`)] : []),
      ...(own === build ? [] : [lacking(`${which} is of ${buildName(own)}, and this is ${build}`)]),
    ];
  });
  const filtered = all.filter(({ chosenBy }) => chosenBy !== null && chosenBy.length > 0).length;
  const silent = all.filter(({ chosenBy }) => chosenBy === null).length;
  const told = filtered === 0 ? "none filtered" : `${filtered} of them filtered`;
  const parts = silent === 0 ? told : `what chose the cells of ${silent} is ${unrecorded}`;
  return { found: `${all.length} ${all.length === 1 ? "run" : "runs"}, ${parts}`, lacks };
}

const buildName = (build: string | null) =>
  build === null ? "no single build that it names" : `build ${build}`;
