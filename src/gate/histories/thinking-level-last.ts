// The thinking level was changed, and nothing was said since.
import type { History } from "./history.ts";

export const thinkingLevelLast: History = {
  name: "thinking-level-last",
  summary: "the last thing in the session is another thinking level",
  appended: () => [{ append: "thinking-level", level: "low" }],
  otherwise: "kept",
};
