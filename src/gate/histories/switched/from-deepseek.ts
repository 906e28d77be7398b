// Its reasoning stands in a field of its own, which only chat completions know.
import { switchedFrom } from "./origin.ts";

export const switchedFromDeepseek = switchedFrom(
  { provider: "deepseek", model: "deepseek-v4-pro", wireApi: "openai-completions" },
  "reasoning in a field of its own",
);
