// A session of many months.
import type { SessionStep } from "../../formats/session-step.ts";
import type { History } from "./history.ts";

const exchange: readonly SessionStep[] = [
  { append: "user", text: "And?" },
  { append: "assistant", blocks: [{ say: "So." }] },
];

export const tenThousandEntries: History = {
  name: "ten-thousand-entries",
  summary: "the session holds ten thousand messages",
  appended: () => Array.from({ length: 5_000 }, () => exchange).flat(),
  otherwise: "kept",
};
