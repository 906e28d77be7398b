// What is printed of an exploration or a replay: plain text, for people.

import { dies, type SimulatedCase } from "../simulation/case/case.ts";
import { whyNotAsked } from "../simulation/case/claims.ts";
import { tell } from "../simulation/case/story.ts";
import type { Examined, Violation } from "../simulation/case/verdict.ts";
import { neverSeen, unreachable } from "../simulation/explore/coverage.ts";
import type { Exploration, Progress } from "../simulation/explore/explore.ts";
import type { Kept } from "../simulation/explore/keep.ts";

export function progressLine({ runs, cpuMs, coverage }: Progress): string {
  return `${runs} schedules, ${rate(runs, cpuMs)} a second of processor time, ${coverage.seen.size} things seen`;
}

function rate(runs: number, elapsedMs: number): number {
  return elapsedMs > 0 ? Math.round((runs * 1000) / elapsedMs) : 0;
}

export function summaryText(
  exploration: Exploration,
  lane: string,
  wantsCoverage: boolean,
): string {
  const { runs, elapsedMs, cpuMs, randomSeed, counterexample, interrupted } = exploration;
  const seconds = (elapsedMs / 1000).toFixed(1);
  const end = counterexample
    ? `a claim is broken after ${counterexample.runs} schedules`
    : `${interrupted ? "interrupted; " : ""}${heldText(exploration)}${interrupted ? " so far" : ""}`;
  const head = `${lane}: ${runs} schedules in ${seconds} s (${rate(runs, elapsedMs)} a second; ${rate(runs, cpuMs)} a second of processor time), random seed ${randomSeed}: ${end}.`;
  const judged = [...exploration.judged].map((each) => judgedLine(each, exploration));
  const coverage = wantsCoverage ? coverageLines(exploration) : [];
  return `${[head, ...judged, ...coverage].join("\n")}\n`;
}

/** Claims that were named and of which nothing is shown. */
export const unjudgedIn = ({ judged }: Pick<Exploration, "judged">): readonly string[] =>
  [...judged].flatMap(([name, count]) => (count === 0 ? [name] : []));

function heldText({ judged }: Exploration): string {
  const open = unjudgedIn({ judged }).length;
  if (open === 0) return "every claim held";
  return open === judged.size ? "no claim was judged" : "every claim that was judged held";
}

function judgedLine([name, count]: readonly [string, number], { runs }: Exploration): string {
  if (count > 0) return `${name} was judged in ${count} of them.`;
  const because = whyNotAsked(name);
  const asked = because === null ? "" : ` It is not asked everywhere: ${because}`;
  return `${name} was judged in no schedule of ${runs}: nothing is shown.${asked}`;
}

function coverageLines({ coverage }: Exploration): string[] {
  const missing = neverSeen(coverage);
  return [
    missing.length === 0
      ? "Each outcome, refusal, release and crash point came up."
      : `Never came up, so nothing is known of it (${missing.length}): ${missing.join(", ")}`,
    ...unreachable.map(([what, because]) => `Unreachable: ${what} (${because}).`),
  ];
}

/** Of a claim that a case was kept for and that is neither violated in it nor holds. */
export const unjudgedText = (claim: string, because: string): string =>
  `${claim} was not judged in this case, so nothing is shown: ${because}`;

/** The claim, the story, and the commands that show it again. */
export function violationText(
  kept: Kept,
  { run }: Examined,
  violation: Violation,
  commands: readonly string[],
): string {
  return `${[
    "",
    `BROKEN: ${violation.claim}`,
    `  The claim: ${violation.sentence}`,
    `  What was seen: ${violation.because}`,
    "",
    "The case:",
    ...describeCase(kept.simulated).map((line) => `  ${line}`),
    "",
    "The story:",
    ...tell(run.steps).map((line) => `  ${line}`),
    "",
    ...commands,
  ].join("\n")}\n`;
}

/** Only what is not plain. */
export function describeCase(simulated: SimulatedCase): string[] {
  const { dispatchers, children, scene, timeouts, picks, lane, target } = simulated;
  const { observeMs, killGraceMs, pollMs } = timeouts;
  return [
    `${dispatchers.length} dispatcher${dispatchers.length === 1 ? "" : "s"} of lane ${lane} on ${target.provider}/${target.model}`,
    `observes for ${observeMs} ms, grace ${killGraceMs} ms, polls every ${pollMs} ms`,
    ...Object.entries(scene)
      .filter(([, value]) => !["none", "pi", "one", "trusted"].includes(value))
      .map(([key, value]) => `${key}: ${value}`),
    ...dispatchers.flatMap((plan, index) => [
      ...(plan.intent === "owned-outcome" ? [] : [`dispatcher ${index + 1}: ${plan.intent}`]),
      ...(plan.delayMs === 0 ? [] : [`dispatcher ${index + 1}: starts ${plan.delayMs} ms later`]),
      ...plan.fates.map(
        ({ effect, fate }) =>
          `dispatcher ${index + 1}: effect ${effect} ${"code" in fate ? `${fate.kind} with ${fate.code}` : "delayMs" in fate ? `comes ${fate.delayMs} ms late` : dies(plan) ? fate.kind : ""}`,
      ),
    ]),
    ...children.map(
      ({ fate, startMs, listenMs, turnMs }, index) =>
        `child ${index + 1}: ${fate} (starts after ${startMs} ms, listens after ${listenMs} ms, thinks ${turnMs} ms)`,
    ),
    picks.length === 0
      ? "in the order in which effects became ready"
      : `order of effects: ${picks.join(",")}`,
  ];
}
