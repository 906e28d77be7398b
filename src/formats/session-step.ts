// One step of what an agent's own session code appends to a session, in neutral words.

/** A block of a reply that was never asked for. */
type ReplyBlock =
  | { readonly say: string }
  | {
      readonly call: string;
      readonly id: string;
      readonly with: Readonly<Record<string, string>>;
    };

export type SessionStep =
  | { readonly append: "user"; readonly text: string }
  | { readonly append: "assistant"; readonly blocks: readonly ReplyBlock[] }
  /** The result of a call of `bash`. */
  | { readonly append: "tool-result"; readonly id: string; readonly text: string }
  | { readonly append: "thinking-level"; readonly level: string }
  /** Sums up what stands before the last prompt, and keeps that prompt and all behind it. */
  | { readonly append: "compaction"; readonly summary: string }
  /** The steps that follow go on from the entry that is the last one now … */
  | { readonly remember: true }
  /** … when this one says so. */
  | { readonly goBack: true };
