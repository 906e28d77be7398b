// What a session holds that its model has to be told again, and what a request told it: digests, so
// that a record of somebody's own session has no words of theirs.

export interface HeldPart {
  /** A user's words, what a tool gave back, a picture, or the provider's own seal on a reply. */
  readonly kind: "prompt" | "result" | "image" | "signature";
  readonly entryId: string | null;
  /** Each stands for a way in which the agent may lawfully write it; one has to be there. */
  readonly digests: readonly string[];
}

/** A request value by value: a path into the body or a header's name, and the digest there. */
export type RequestValues = Readonly<Record<string, string>>;
