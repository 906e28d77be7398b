// What a dispatch of a cell says: the scenario's own message, or the plain one.
import { resumePrompt } from "./prompts.ts";
import type { Stage } from "./stage.ts";

export function resumeMessage({ cell, context }: Pick<Stage, "cell" | "context">): string {
  const plain = resumePrompt(cell.nonces);
  return context.scenario.message?.(plain) ?? plain;
}
