// What a prompt tells the embedded model to do, reply by reply: think, say, call tools, stop short.
// A prompt *begins* with `Model steps: ` and a JSON list on one line; a quoted one is not followed.

import { isAttachment } from "./attachments.ts";
import type { Behaviour } from "./behaviour.ts";
import { behaviourKinds } from "./behaviour.ts";
import type { Outline, OutlineMessage } from "./outline/outline.ts";
import type { StopReason } from "./reply.ts";
import { BadRequest, type JsonObject } from "./wire/shape.ts";

const stepsOpening = "Model steps: ";

/** One block of a reply. */
export type StepBlock =
  /** Reasoning with a signature, or without one when `signed` is false; the text may be empty. */
  | { readonly think: string; readonly signed?: boolean }
  /** Reasoning whose text the provider keeps to itself. */
  | { readonly redacted: true }
  /** Text; `times` over, where a prompt could not hold it all. */
  | { readonly say: string; readonly times?: number }
  /** What the prompt's own instruction asks for, as if it had no steps. */
  | { readonly answer: true }
  /** A tool call; `id` overrules the id that the provider would give it. */
  | { readonly call: string; readonly with?: JsonObject; readonly id?: string };

/** One reply of the model. */
export interface Step {
  readonly blocks: readonly StepBlock[];
  /** Default: `tool-use` when a block calls a tool, else `stop`. */
  readonly stop?: StopReason;
  /** Reported instead of what is counted. */
  readonly usage?: { readonly input?: number; readonly output?: number };
  /** How the first attempts at this reply go; later ones are plain. */
  readonly first?: readonly Behaviour[];
  /** Sends so much of the reply, and then nothing: half, all but its end, or so many frames. */
  readonly stall?: "half" | "text" | number;
}

export interface DirectedStep {
  readonly step: Step;
  /** Which reply to the prompt it is, from 0. */
  readonly index: number;
  /** The same for each attempt at the same reply of the same conversation. */
  readonly key: string;
}

/** The line that begins a prompt with these steps. */
export function stepsLine(steps: readonly (Step | readonly StepBlock[])[]): string {
  return `${stepsOpening}${JSON.stringify(steps)}`;
}

/** The step that the conversation has come to; null when its prompt has none (left). */
export function directedStep(outline: Outline, position: number): DirectedStep | null {
  const at = outline.findLastIndex(isPrompt);
  const text = promptText(outline[at]);
  if (!text.startsWith(stepsOpening)) return null;
  const line = text.slice(stepsOpening.length).split("\n", 1)[0] as string;
  const steps = readSteps(line);
  let index = 0;
  let before = "user";
  for (const { role } of outline.slice(at + 1)) {
    if (role === "assistant" && before !== "assistant") index += 1;
    if (role !== "system") before = role;
  }
  const step = steps[index];
  return step === undefined ? null : { step, index, key: `${position}/${index}/${line}` };
}

/** True when the prompt has steps, even if all of them are done. */
export function isDirected(outline: Outline): boolean {
  return promptText(outline.findLast(isPrompt)).startsWith(stepsOpening);
}

function isPrompt(message: OutlineMessage): boolean {
  if (message.role !== "user" || message.items.some(({ kind }) => kind === "result")) return false;
  return !isAttachment(promptText(message));
}

const promptText = (message: OutlineMessage | undefined): string =>
  message?.items.find(({ kind }) => kind === "text")?.text ?? "";

function readSteps(line: string): readonly Step[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new BadRequest(`The line of steps is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) throw new BadRequest("The steps must be a list of replies.");
  return value.map((item, index) => readStep(item, `steps[${index}]`));
}

const stepFields = new Set(["blocks", "stop", "usage", "first", "stall"]);
const blockFields = ["think", "redacted", "say", "answer", "call"];

function readStep(value: unknown, where: string): Step {
  const step = (Array.isArray(value) ? { blocks: value } : value) as Step;
  if (typeof step !== "object" || step === null || !Array.isArray(step.blocks)) {
    throw new BadRequest(`${where} must be a list of blocks, or an object with "blocks".`);
  }
  const unknown = Object.keys(step).find((field) => !stepFields.has(field));
  if (unknown !== undefined) throw new BadRequest(`${where}.${unknown} is no field of a step.`);
  step.blocks.forEach((block, index) => {
    const kinds = Object.keys(block ?? {}).filter((field) => blockFields.includes(field));
    if (kinds.length === 1) return;
    throw new BadRequest(
      `${where}.blocks[${index}] must have exactly one of ${blockFields.join(", ")}.`,
    );
  });
  const odd = step.first?.find(({ kind }) => !behaviourKinds.includes(kind));
  if (odd !== undefined) throw new BadRequest(`${where}.first: no behaviour "${odd.kind}".`);
  return step;
}
