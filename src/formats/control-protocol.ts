// The control socket's language as two sides agree on it: one JSON object a line, requests one way,
// responses the other. Every side reads and writes it with code of its own.

/** How a child ends that has another session open than it was started for; no agent ends so itself. */
export const otherSessionExit = 76;

/** How a child ends that cannot give the model the tools that its session has told it of. */
export const otherLoadoutExit = 77;

/** Longest line in characters that either side reads; what is longer is not this protocol. */
export const longestLine = 1024 * 1024;

/** Who sends a message, and whether an answer would reach it. */
export interface Sender {
  readonly sessionId: string;
  readonly agentId: string;
  readonly cwd: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly origin?: string;
  readonly replyable?: boolean;
}

export type SendMode = "steer" | "follow_up";

export interface SendCommand {
  readonly command: "send";
  readonly message: string;
  /** `steer` goes into a running turn, `follow_up` becomes the turn after it. */
  readonly mode: SendMode;
  /** Answer when the message's turn has settled, not when it was accepted. */
  readonly wants_reply: boolean;
  readonly sender: Sender;
}

type Command =
  | { readonly command: "get_info" }
  | { readonly command: "get_message" }
  | { readonly command: "abort" }
  | SendCommand;

/** `id` is the client's own, repeated in the response. */
export type Request = Command & { readonly id?: string };

export interface Response {
  readonly type: "response";
  /** The command answered, or `unknown` where the request could not be read. */
  readonly command: string;
  readonly success: boolean;
  readonly error?: string;
  readonly data?: unknown;
  readonly id?: string;
}

/** Data of `get_info`. */
export interface Info {
  readonly sessionId: string;
  readonly pid: number;
  readonly cwd: string;
  readonly model: { readonly provider: string; readonly id: string } | null;
  /** Nothing runs and nothing waits to run. */
  readonly idle: boolean;
  readonly settledTurns: number;
  /** The process stays when its turn is done. */
  readonly resident: boolean;
}

/** Data of `get_message` and of a `send` that wanted a reply: what the assistant said last. */
export interface AssistantMessage {
  readonly text: string;
  readonly stopReason: string;
  readonly errorMessage: string | null;
}
