// How a model request is answered when it is not simply answered: faults and bad model behaviour.
// Pure: a behaviour turns the scripted reply into a plan, and the server carries the plan out.

import { type ModelRequest, type Piece, type Reply, type StopReason, textReply } from "./reply.ts";
import type { Answer } from "./script.ts";

export type Behaviour =
  | { readonly kind: "plain" }
  /** An HTTP error. `{reply}` in `message` stands for what the script would have said. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    }
  /** Cuts the TCP connection; after this many frames, before any byte when none are named. */
  | { readonly kind: "reset"; readonly afterFrames?: number }
  /** Ends the response cleanly without the frames that end the reply (default: "half"). */
  | { readonly kind: "truncate"; readonly after?: "half" | "text" }
  /** Headers, then silence until the client or the server gives up. */
  | { readonly kind: "hang" }
  /** Held back until the prefix is next told how to behave, then answered plainly. */
  | { readonly kind: "hold" }
  /** A well-formed reply that has no text. */
  | { readonly kind: "empty" }
  | { readonly kind: "slow-first-token"; readonly delayMs: number }
  /** The right text, but only as reasoning. */
  | { readonly kind: "reasoning-only" }
  /** The right text, but only as an argument of a tool that nobody has. */
  | { readonly kind: "tool-arguments-only" }
  /** The right text, with a stop reason that says it was cut short. */
  | { readonly kind: "length" }
  /** Another text. */
  | { readonly kind: "wrong"; readonly text?: string }
  /** The right text with a blank in the middle of each word. */
  | { readonly kind: "split" };

export type BehaviourKind = Behaviour["kind"];

export const behaviourKinds = [
  "plain",
  "status",
  "reset",
  "truncate",
  "hang",
  "hold",
  "empty",
  "slow-first-token",
  "reasoning-only",
  "tool-arguments-only",
  "length",
  "wrong",
  "split",
] as const satisfies readonly BehaviourKind[];

/** What the server does with one model request. */
export type Plan =
  | {
      readonly kind: "reply";
      readonly reply: Reply;
      /** How much of the reply is sent: all, half of its body, or its body without an ending. */
      readonly until: "end" | "half" | "text" | { readonly resetAfterFrames: number };
      /** Waited before the first frame, on top of the prefix's own latency. */
      readonly delayMs: number;
      /** Waits for the release of what is held before anything else. */
      readonly held: boolean;
      /** After what is sent comes nothing, until the client or the server gives up. */
      readonly stalls?: boolean;
    }
  | {
      readonly kind: "refuse";
      readonly status: number;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    }
  | { readonly kind: "hang" };

/** A tool of this name exists in no agent. */
export const missingTool = "loopback_no_such_tool";
const wrongText = "This is a reply, but not the one that was asked for.";

/** Plans the answer to one request; `right` is the reply when nothing goes wrong. */
export function plan(
  behaviour: Behaviour,
  request: ModelRequest,
  answer: Answer,
  right: Reply = textReply(request, answer.text),
): Plan {
  switch (behaviour.kind) {
    case "plain":
      return say(right);
    case "status":
      return refuse(behaviour, answer);
    case "reset":
      return say(right, { until: { resetAfterFrames: behaviour.afterFrames ?? 0 } });
    case "truncate":
      return say(right, { until: behaviour.after ?? "half" });
    case "hang":
      return { kind: "hang" };
    case "hold":
      return say(right, { held: true });
    case "empty":
      return say({ pieces: [], stop: "stop", usage: right.usage });
    case "slow-first-token":
      return say(right, { delayMs: behaviour.delayMs });
    case "reasoning-only":
      return say(only({ kind: "reasoning", text: answer.text }, right));
    case "tool-arguments-only":
      return say(only(toolCall(answer.text), right, "tool-use"));
    case "length":
      return say({ ...right, stop: "length" });
    case "wrong":
      return say(textReply(request, behaviour.text ?? wrongText));
    case "split":
      return say(textReply(request, splitWords(answer.text)));
  }
}

/** True when the request only hands a tool's result back: it goes on with the turn before it. */
export function continuesToolCall(request: ModelRequest): boolean {
  return request.messages.at(-1)?.role === "tool";
}

function say(reply: Reply, options: Partial<Extract<Plan, { kind: "reply" }>> = {}): Plan {
  return { kind: "reply", reply, until: "end", delayMs: 0, held: false, ...options };
}

function refuse(behaviour: Extract<Behaviour, { kind: "status" }>, answer: Answer): Plan {
  const { status, retryAfterSeconds } = behaviour;
  const message = behaviour.message.replaceAll("{reply}", () => answer.text);
  return {
    kind: "refuse",
    status,
    message,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function only(piece: Piece, right: Reply, stop: StopReason = "stop"): Reply {
  return { pieces: [piece], stop, usage: right.usage };
}

function toolCall(text: string): Piece {
  return { kind: "tool-call", name: missingTool, arguments: { text } };
}

function splitWords(text: string): string {
  return text.replace(/\S{2,}/gu, (word) => {
    const characters = Array.from(word);
    const middle = Math.floor(characters.length / 2);
    return `${characters.slice(0, middle).join("")} ${characters.slice(middle).join("")}`;
  });
}
