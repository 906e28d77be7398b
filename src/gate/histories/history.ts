// What a dormant session holds besides one turn of text, how that is made, and what becomes of it
// on the wire when it is resumed. Data and pure functions; making.ts does what they say.
import type {
  CellHistory,
  CellTarget,
  Fidelity,
  HistoryFate,
  HistoryModel,
} from "../../evidence/cell.ts";
import type { EventOf } from "../../evidence/event.ts";
import type { SessionStep } from "../../formats/session-step.ts";
import type { RuleMode } from "../../loopback/rules/mode.ts";
import type { Step, StepBlock } from "../../loopback/steps.ts";

/** What becomes of a history that is not refused. */
type Taken = Exclude<HistoryFate, "refused">;

export type HistorySteps = readonly (Step | readonly StepBlock[])[];

/** How a turn is ended before its time. */
export interface Interruption {
  /** A signal to the agent; or the agent aborts its own turn, as at a person's wish. */
  readonly by: "SIGKILL" | "SIGTERM" | "abort";
  /** While its tools run, or while the model's reply has begun and not ended. */
  readonly in: "tools" | "stream";
  /** How many of the marks have to be there. */
  readonly marks: number;
}

/** A turn after the seed's, of the same session. */
export interface LaterTurn {
  /** `marks` are paths that the tools of the turn make to say how far they are. */
  steps?(marks: readonly string[]): HistorySteps;
  /** The model that it is with (default: the target's). */
  with?(target: CellTarget): HistoryModel | null;
  /** Files, relative to the working directory, that go with its prompt. */
  readonly attached?: readonly string[];
  readonly interrupted?: Interruption;
}

export interface History {
  /** As selected by `--history`. */
  readonly name: string;
  /** One line for `list` and for reports. */
  readonly summary: string;
  /** What the model does in the seed's turn, reply by reply (default: it answers). */
  readonly steps?: HistorySteps;
  /** Real turns of the agent that follow the seed's. */
  readonly later?: readonly LaterTurn[];
  /** What the agent's own session code then appends, where no turn leaves such a thing. */
  appended?(scene: Scene): readonly SessionStep[];
  /** What is then done to the file by hand: its text → its text. */
  edited?(text: string): string;
  /** The same as a command of a shell, on the file `$session`. */
  readonly inShell?: string;
  /** A session file of the user's own, absolute; the cell begins with a copy of it. */
  readonly file?: string;
  /** How long that file is, where somebody has looked; a long one takes its time in every phase. */
  readonly fileBytes?: number;
  /** A reply of more than a megabyte, which not every version of an agent takes. */
  readonly longReply?: true;
  /** The working directory is then moved elsewhere, and a link left in its place. */
  readonly moved?: true;
  /** The seed begins so early in a minute of the wall clock that the resume is in it as well. */
  readonly sameMinute?: true;
  /** Wire formats whose provider refuses it for good, each with the id of the rule. */
  readonly refusedBy?: Readonly<Record<string, string>>;
  /** What becomes of it on all other wire formats. */
  readonly otherwise: Taken;
  /** Wire formats on which it is taken in another way than `otherwise` says. */
  readonly takenOn?: Readonly<Record<string, Taken>>;
  /** Claims that the agent violates with it where it is not refused, whichever lane resumes it. */
  readonly shows?: readonly string[];
}

/** What an appended step may have to name. */
interface Scene {
  /** The token that the resumed turn has to know again. */
  readonly recall: string;
}

/** What becomes of it on the wire, by the wire format; null is one that is not known. */
export function fateOf(history: History, wireApi: string | null): HistoryFate {
  const { refusedBy = {} } = history;
  const isRefused = wireApi !== null && Object.hasOwn(refusedBy, wireApi);
  return isRefused ? "refused" : takenAs(history, wireApi);
}

/** By a provider that refuses nothing. */
const takenAs = ({ otherwise, takenOn = {} }: History, wireApi: string | null): Taken =>
  takenOn[wireApi ?? ""] ?? otherwise;

/**
 * As it stands in a cell with this target. A provider that only records what it would refuse, or does
 * not look, takes what it is sent.
 */
export function historyAt(
  history: History,
  target: CellTarget,
  rules: RuleMode | null,
): CellHistory {
  const { name, later = [], refusedBy, shows = [] } = history;
  const real = fateOf(history, target.wireApi);
  const isStrict = rules === null || rules === "strict";
  const fate = real === "refused" && !isStrict ? takenAs(history, target.wireApi) : real;
  const rule = real === "refused" ? refusedBy?.[target.wireApi ?? ""] : undefined;
  const models = later.flatMap((turn) => turn.with?.(target) ?? []);
  const signal = lastInterruption(history)?.by;
  return {
    name,
    fate,
    shows: [
      ...(real === "refused" && rules !== "off" ? ["history-accepted"] : shows),
      ...leftBy(history),
    ],
    ...(rule === undefined ? {} : { rule }),
    ...(models.length === 0 ? {} : { models }),
    ...(signal === "SIGKILL" ? { killed: true } : {}),
    ...(signal === "SIGTERM" ? { terminated: true } : {}),
    ...(history.file === undefined ? {} : { made: "own" }),
  };
}

type Made = EventOf<"history-made">;

/** How its last turn came to its end. */
export function endOf(history: History): Made["how"] {
  if (history.file !== undefined) return "own";
  const ends = { SIGKILL: "killed", SIGTERM: "terminated", abort: "aborted" } as const;
  const by = lastInterruption(history)?.by;
  return by === undefined ? "turns" : ends[by];
}

/** The furthest that had to be gone from what a person's own use of the agent leaves behind. */
export function madeBy({ appended, edited }: History): NonNullable<Made["made"]> {
  if (edited) return "by-hand";
  return appended ? "session-code" : "turns";
}

/** SIGKILL reaches the agent alone: nobody is left who could end its tool. */
function leftBy(history: History): readonly string[] {
  const { by, in: where } = lastInterruption(history) ?? {};
  return by === "SIGKILL" && where === "tools" ? ["no-tool-left"] : [];
}

const lastInterruption = ({ later }: History) => later?.at(-1)?.interrupted;

/** Why a history cannot be put into a cell, or null when it can. */
export function whyNoHistory(
  { name, later = [] }: History,
  scenario: { readonly name: string },
  target: CellTarget,
  fidelity: Fidelity,
): string | null {
  if (fidelity !== "loopback") return `history ${name} needs a model that does what it is told`;
  if (scenario.name !== "plain") return `history ${name} is resumed in scenario plain only`;
  if (target.agent !== "pi") return `history ${name} is made with pi only`;
  if (target.wireApi === null) return `history ${name} needs a wire format that is known`;
  if (later.some((turn) => turn.with?.(target) === null)) {
    return `history ${name} knows no other model to begin with for ${target.provider}/${target.model}`;
  }
  return null;
}

/** Mistral takes no prompt after the result of a tool: the session is refused for good. */
export const wedgedOnMistral = { "mistral-conversations": "M2" } as const;
