// What a run says of its build's canaries, and what it may not say because of them. Pure.
export const canaryOutcomes = [
  "killed",
  /** The cell is as green as it would be without the flaw. */
  "survived",
  /** Something turned red, but not the claim it names; or, where it alone may, others as well. */
  "killed-for-the-wrong-reason",
  /** The cell did not end within its bounds. */
  "hung",
  /** The flaw never took effect, so that nothing was shown. */
  "stale",
] as const;
export type CanaryOutcome = (typeof canaryOutcomes)[number];

export type CanaryFidelity = "sim" | "loopback";

export interface CanaryResult {
  readonly name: string;
  readonly claim: string;
  readonly fidelity: CanaryFidelity;
  readonly outcome: CanaryOutcome;
  readonly because: string;
  /** Claims that were violated besides its own. */
  readonly others: readonly string[];
  /** Wall clock, in milliseconds. */
  readonly durationMs: number;
}

export interface CanaryStamp {
  readonly build: string;
  readonly total: number;
  /** Canaries that were killed wherever they were run. */
  readonly killed: number;
  readonly notRun: number;
  /** Results at each fidelity. */
  readonly sim: number;
  readonly loopback: number;
  /** `name: outcome (fidelity)` for each that was not killed. */
  readonly notKilled: readonly string[];
}

export function stampOf(
  build: string,
  names: readonly string[],
  results: readonly CanaryResult[],
): CanaryStamp {
  const ours = results.filter(({ name }) => names.includes(name));
  const bad = ours.filter(({ outcome }) => outcome !== "killed");
  const run = new Set(ours.map(({ name }) => name));
  const failed = new Set(bad.map(({ name }) => name));
  const at = (fidelity: CanaryFidelity) => ours.filter((each) => each.fidelity === fidelity).length;
  return {
    build,
    total: names.length,
    killed: run.size - failed.size,
    notRun: names.length - run.size,
    sim: at("sim"),
    loopback: at("loopback"),
    notKilled: bad.map(({ name, outcome, fidelity }) => `${name}: ${outcome} (${fidelity})`),
  };
}

/** One line for every report of a run. */
export function canarySentence(stamp: CanaryStamp | null): string {
  if (stamp === null || stamp.sim + stamp.loopback === 0) {
    return "canaries: not run for this build (pnpm matrix canary)";
  }
  const { killed, total, notRun, sim, loopback, build } = stamp;
  const caught = `${killed} of ${total} killed`;
  const left = total - killed - notRun;
  const words = [
    caught,
    ...(left > 0 ? [`${left} NOT KILLED`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
  ].join(", ");
  return `canaries: ${words} (this build, ${build}; run at sim: ${sim}, at loopback: ${loopback})`;
}

/** Why no run of this build may pass, or null. A canary that was not run is no survivor. */
export function whyNoPass(stamp: CanaryStamp | null | undefined): string | null {
  if (!stamp || stamp.notKilled.length === 0) return null;
  const [first, ...others] = stamp.notKilled;
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `this build cannot be trusted to turn red: canary ${first}${more}`;
}
