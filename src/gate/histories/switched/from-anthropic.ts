import { switchedFrom } from "./origin.ts";

/** Elsewhere its reasoning is plain text, and its ids stay: every format takes letters and underscores. */
export const switchedFromAnthropic = switchedFrom(
  { provider: "anthropic", model: "claude-sonnet-5", wireApi: "anthropic-messages" },
  "signed reasoning",
);
