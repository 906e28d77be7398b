// A line in the middle of the file is gone: what stood before it hangs on nothing.
import { linesOf, parse } from "./by-hand.ts";
import type { History } from "./history.ts";

export const lostLine: History = {
  name: "lost-line",
  summary: "the line that a later prompt hangs on is lost, and with it the way to all before it",
  later: [{}],
  edited(text) {
    const lines = linesOf(text);
    const prompt = lines.findLast((line) => parse(line).role === "user");
    const { parentId } = parse(prompt ?? "{}");
    return lines.filter((line) => parentId === null || parse(line).id !== parentId).join("");
  },
  inShell: `sed -i "$(($(grep -n '"role":"user"' "$session" | tail -1 | cut -d: -f1) - 1))d" "$session"`,
  otherwise: "lost",
  shows: ["context-recalled", "history-kept"],
};
