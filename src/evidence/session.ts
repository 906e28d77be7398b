// What is read off a session file: what it is, and its lines in an agent-neutral form.

export interface SessionFile {
  readonly path: string;
  readonly bytes: number;
  /** Null where no line is a session header. */
  readonly header: { readonly id: string; readonly cwd: string; readonly version: number } | null;
  readonly name: string | null;
  /** The last that the session names, by a change or by a reply. */
  readonly model: { readonly provider: string; readonly model: string } | null;
  /** The last that the session names; absent in records that did not keep it. */
  readonly thinkingLevel?: string | null;
  /** Why the agent itself cannot read the header; absent where it can. */
  readonly unreadable?: string;
}

/** Bytes that are no UTF-8, and how many UTF-16 units of the text stand before them. */
export interface UndecodableBytes {
  readonly at: number;
  readonly hex: string;
}

/** How an assistant's message ended, in words of no agent; `other` is what this build does not know. */
export type StopReason =
  /** It came to its own end. */
  | "stop"
  /** The model was cut off at its longest. */
  | "length"
  /** It waits for tools. */
  | "tool-use"
  | "error"
  | "aborted"
  | "other";

/** What a reply took, as the agent recorded it: in tokens, and in US dollars. */
export interface TokenUsage {
  /** Read anew; what came from the provider's cache is not among them. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Null where the agent named no cost. */
  readonly costUsd: number | null;
}

/** One line of the session file, in the agent-neutral form its adapter parsed it into. */
export interface TranscriptEntry {
  readonly entryId: string | null;
  readonly parentId: string | null;
  /** The agent's own name for the kind of line. */
  readonly kind: string;
  readonly role: "system" | "user" | "assistant" | "tool" | null;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly { readonly name: string; readonly argumentsText: string }[];
  readonly provider: string | null;
  readonly model: string | null;
  /** Records of an earlier build may have the agent's own word where it is neither an end nor a failure. */
  readonly stopReason: StopReason | null;
  readonly errorMessage: string | null;
  /** Of a line that is no message of a role, and that the agent tells the model as a user's words all the same. */
  readonly toldAs?: "user";
  /** Of an entry whose text stands for all before it: the first entry that is kept beside it. */
  readonly firstKeptEntryId?: string;
  /** Of a reply; absent where the agent recorded none, and in records that did not keep it. */
  readonly usage?: TokenUsage;
}

/** What a launch asked of the agent, in neutral words; null where it said nothing of it. */
export interface LaunchAsked {
  readonly kind: "seed" | "resident" | "one-shot";
  readonly provider: string | null;
  readonly model: string | null;
  /** The agent was told that the directory is approved for this run. */
  readonly approve: boolean;
  /** The session by its id or by its file. */
  readonly session: string | null;
  readonly name: string | null;
  readonly thinking: string | null;
}
