// Its ids stay: nearly every format takes letters and underscores.
import { switchedFrom } from "./origin.ts";

export const switchedFromAnthropic = switchedFrom(
  { provider: "anthropic", model: "claude-sonnet-5", wireApi: "anthropic-messages" },
  "signed reasoning",
);
