// A compaction that keeps a turn with signed reasoning.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const compaction: History = {
  name: "compaction",
  summary: "the session was compacted, and a turn with signed reasoning was kept",
  later: [{ steps: () => [[{ think: "Let me look." }, run("echo one")], answer] }],
  appended: ({ recall }) => [
    { append: "compaction", summary: `Please remember this token for later: ${recall}` },
  ],
  otherwise: "kept",
};
