// A bisection as text and as one JSON object: each step, what was found, and the command that replays it. Pure.
import type { Bisected, Tried } from "../matrix/run/bisect.ts";
import { plain } from "./plain.ts";

export interface Step {
  readonly version: string;
  /** The installation, as it was named. */
  readonly path: string;
  readonly tried: Tried;
  /** The run's directory, or why there is none. */
  readonly where: string;
  /** Null where nothing failed. */
  readonly replay: string | null;
}

export interface Bisection {
  /** In the order in which they were given. */
  readonly versions: readonly string[];
  readonly steps: readonly Step[];
  readonly result: Bisected;
  readonly exitCode: number;
}

/** One line; `number` counts from 1. */
export function renderStep({ version, tried, where }: Step, number: number): string {
  return `${number}. ${plain(version)}: ${tried ?? "cannot be run"} (${plain(where)})\n`;
}

export function renderBisection({ versions, steps, result }: Bisection): string {
  const name = (index: number | null) => (index === null ? null : (versions[index] ?? null));
  if (result.kind === "none-fails") return `None fails: ${versions.at(-1)} passes.\n`;
  const [before, first] = [name(result.before), name(result.first)];
  const passed = before === null ? "" : `; ${before} is the last known to pass`;
  if (result.kind === "undecided") {
    if (first === null)
      return `Undecided: ${versions.at(-1)}, the last, neither passes nor fails.\n`;
    return `Undecided: ${first} fails${passed}; those between neither pass nor fail.\n`;
  }
  const replay = steps.find(({ version }) => version === first)?.replay ?? null;
  const lines = [
    `First that fails: ${first}${passed}. ${steps.length} of ${versions.length} versions were run.`,
    ...(replay === null ? [] : [`replay  ${replay}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Its keys are a promise to scripts. */
export function renderBisectionJson({ versions, steps, result, exitCode }: Bisection): string {
  const { kind } = result;
  const at = (index: number | null) => (index === null ? null : (versions[index] ?? null));
  const places =
    kind === "none-fails"
      ? { lastPassing: at(versions.length - 1), firstFailing: null }
      : { lastPassing: at(result.before), firstFailing: at(result.first) };
  const replay = steps.find(({ version }) => version === places.firstFailing)?.replay ?? null;
  return `${JSON.stringify({ kind, exitCode, ...places, replay, versions, steps })}\n`;
}
