// How a history is shown with the agent alone: what it is made of, in neutral words, for whoever knows how
// the agent is called. Pure.
import type { DemonstratedTurn, Demonstration } from "../../agents/built-in.ts";
import { stepsLine } from "../../loopback/steps.ts";
import type { History, LaterTurn } from "./history.ts";

/** As a person's shell finds them in its directory. */
const marks = ["one", "two"];

export function demonstrationOf(
  { name, steps, later = [], appended, inShell }: History,
  { provider, model }: { readonly provider: string; readonly model: string },
): Demonstration {
  const opening: readonly LaterTurn[] = steps ? [{ steps: () => steps }] : [];
  return {
    provider,
    model,
    turns: [...opening, ...later].map(turnOf),
    edit: inShell ?? null,
    made: appended ? madeByCell(name, `${provider}/${model}`) : null,
  };
}

function turnOf(turn: LaterTurn): DemonstratedTurn {
  const steps = turn.steps?.(marks);
  const words = "Go on.";
  const prompt = steps ? `${stepsLine(steps)}\n${words}` : words;
  const { interrupted } = turn;
  if (!interrupted) return { prompt, ended: null };
  return { prompt, ended: { by: interrupted.by, marks: marks.slice(0, interrupted.marks) } };
}

/** No turn leaves such a session: it is taken from a cell, whose files are kept. */
const madeByCell = (history: string, target: string): string =>
  [
    `pnpm matrix --history ${history} --target ${target} --keep --output out/alone`,
    "session=$(ls -t out/alone/latest/cells/*/files/sessions/*.jsonl | head -1)",
  ].join("\n");
