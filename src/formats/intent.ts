// What a caller declares that it wants of a dispatch.

export const intents = ["fire-and-forget", "owned-outcome"] as const;
/** Whether the caller only wants the message delivered, or wants the outcome of the turn. */
export type Intent = (typeof intents)[number];
