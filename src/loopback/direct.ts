// The model's answer to one request: what the script says, or the step that its prompt has come to,
// counted in the tokens of the provider. Pure: whatever was tried before is told by the caller.

import { type Behaviour, type Plan, plan } from "./behaviour.ts";
import type { InputUsage } from "./cache/prompt-cache.ts";
import type { HeardRequest } from "./hear.ts";
import { outputCharacters, type Piece, type Reply, tokens } from "./reply.ts";
import { type Answer, answer, answerToPrompt } from "./script.ts";
import { seal } from "./seal.ts";
import type { Step, StepBlock } from "./steps.ts";

export interface Directions {
  readonly behaviour: Behaviour;
  readonly usage: InputUsage;
  /** How often the same reply was asked for before. */
  readonly attempts: number;
}

interface Planned {
  readonly planned: Plan;
  readonly said: Answer;
  /** What it was told to do: by its step where nothing else was wanted. */
  readonly told: Behaviour;
}

export function planAnswer(
  { request, heard, position, step: directed, isDirected }: HeardRequest,
  { behaviour, usage, attempts }: Directions,
): Planned {
  const step = directed?.step ?? null;
  const said = isDirected ? answerToPrompt(request.messages) : answer(request.messages);
  const right = step === null ? undefined : stepReply(step, said);
  const first = behaviour.kind === "plain" ? step?.first?.[attempts] : undefined;
  const told = first ?? behaviour;
  const planned = plan(told, request, said, right);
  if (planned.kind !== "reply") return { planned, said, told };
  const counted = count(planned.reply, usage, step);
  const reply = seal(counted, heard, position);
  return { planned: { ...planned, reply, ...stalling(step, planned) }, said, told };
}

function stepReply(step: Step, said: Answer): Reply {
  const pieces = step.blocks.map((block) => pieceOf(block, said));
  const calls = pieces.some(({ kind }) => kind === "tool-call");
  const stop = step.stop ?? (calls ? "tool-use" : "stop");
  return { pieces, stop, usage: { inputTokens: 1, outputTokens: 1 } };
}

function pieceOf(block: StepBlock, said: Answer): Piece {
  if ("say" in block) return { kind: "text", text: block.say.repeat(block.times ?? 1) };
  if ("answer" in block) return { kind: "text", text: said.text };
  if ("redacted" in block) return { kind: "reasoning", text: "", redacted: true };
  if ("think" in block) {
    const unsigned = block.signed === false ? { unsigned: true } : {};
    return { kind: "reasoning", text: block.think, ...unsigned };
  }
  const id = block.id === undefined ? {} : { id: block.id };
  return { kind: "tool-call", name: block.call, arguments: block.with ?? {}, ...id };
}

function count(reply: Reply, usage: InputUsage, step: Step | null): Reply {
  const { input, output } = step?.usage ?? {};
  const outputTokens = output ?? tokens(outputCharacters(reply));
  if (input === undefined) return { ...reply, usage: { ...usage, outputTokens } };
  return { ...reply, usage: { inputTokens: input, cachedTokens: 0, outputTokens } };
}

/** A stall counts only where the reply would have been sent whole. */
function stalling(step: Step | null, planned: Extract<Plan, { kind: "reply" }>) {
  if (step?.stall === undefined || planned.until !== "end") return {};
  const { stall } = step;
  const until = typeof stall === "number" ? { resetAfterFrames: stall } : stall;
  return { until, stalls: true };
}
