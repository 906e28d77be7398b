// Figures of a comparison as words: differences in points, ratios, versions. Pure; what a table and
// Markdown say alike.
import type { RunComparison } from "../compare/compare.ts";
import type { Quantiles, Ratio } from "../compare/cost.ts";
import type { Compared } from "../compare/difference.ts";

/** Rounded outwards: an interval must not say more than it knows. */
export function pointsText({ difference: { estimate, lower, upper }, judged }: Compared): string {
  if (judged === 0) return "nothing to compare";
  const low = Math.floor(lower * 1000) / 10;
  const high = Math.ceil(upper * 1000) / 10;
  return `${signed(estimate * 100)} [${signed(low)}, ${signed(high)}]`;
}

const signed = (points: number) => `${points > 0 ? "+" : ""}${points.toFixed(1)}`;

export const shareText = (passed: number, judged: number) => `${passed}/${judged}`;

export function ratioText({ median }: Ratio): string {
  if (median === null) return "";
  const { estimate, interval } = median;
  const factor = `×${estimate.toFixed(2)}`;
  if (interval === null) return factor;
  const low = Math.floor(interval.lower * 100) / 100;
  const high = Math.ceil(interval.upper * 100) / 100;
  return `${factor} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

export const secondsText = ({ p50, p90, p99 }: Quantiles) =>
  [p50, p90, p99].map((milliseconds) => (milliseconds / 1000).toFixed(2)).join("/");

export const timeWords: Readonly<Record<Ratio["trend"], string>> = {
  more: "slower",
  less: "faster",
  mixed: "mixed",
  "not-shown": "no difference shown",
};

export const costWords: Readonly<Record<Ratio["trend"], string>> = {
  more: "dearer",
  less: "cheaper",
  mixed: "mixed: most pairs one way, their sum the other",
  "not-shown": "no difference shown",
};

export const shownWords: Readonly<Record<Compared["shown"], string>> = {
  worse: "worse",
  better: "better",
  "no-worse": "no worse",
  undecided: "undecided",
};

/** `pi 1.5.2`: what a side is called in the heads of tables; both where they are alike otherwise. */
export function sideNames({ baseline, candidate }: RunComparison): readonly [string, string] {
  const agents = [baseline, candidate].map(agentText);
  const tools = [baseline, candidate].map(({ facts }) => toolText(facts.versions));
  const [first = "", second = ""] = agents[0] === agents[1] ? tools : agents;
  return first === second ? ["baseline", "candidate"] : [first, second];
}

export function agentText({ facts: { versions }, version }: RunComparison["baseline"]): string {
  return `${versions?.agentName ?? "pi"} ${version ?? versions?.agent ?? "of unknown version"}`;
}

type Versions = RunComparison["baseline"]["facts"]["versions"];

export const toolText = (versions: Versions) =>
  versions === null
    ? "resume-matrix of unknown version"
    : `resume-matrix ${versions.tool}${versions.commit === null ? "" : ` (${versions.commit})`}`;

/** What the verdict rests on, one sentence each. */
export function verdictLines(comparison: RunComparison): string[] {
  const { lanes, rows, targets, asked, baseline, candidate } = comparison;
  const margin = `${(asked.margin * 100).toFixed(1).replace(/\.0$/, "")} points`;
  const percent = `${asked.confidence * 100} %`;
  const worseRows = rows.filter(({ shown }) => shown === "worse").length;
  const worseTargets = targets.filter(({ shown }) => shown === "worse").length;
  const perLane = lanes.map((lane) => {
    const { shown, lacking, judged } = lane;
    const lacks = shown === "undecided" ? `; at the least ${lacking} more lack` : "";
    return `Lane ${lane.lane}: ${shownWords[shown]} within ${margin} at ${percent} (${pointsText(lane)} points; pairs: ${judged})${lacks}.`;
  });
  return [
    ...perLane,
    ...(lanes.length === 0 ? ["No cell stands in both runs: nothing is compared."] : []),
    ...(worseRows + worseTargets > 0
      ? [`Worse by more than ${margin}: rows ${worseRows}, targets ${worseTargets}.`]
      : []),
    ...(baseline.facts.fidelity === "loopback" && candidate.facts.fidelity === "loopback"
      ? ["Both runs are at loopback: the model's words are scripted."]
      : []),
  ];
}
