// A line in the middle of the file is gone: what stood before it hangs on nothing.
import { entriesOf, parse } from "./by-hand.ts";
import type { History } from "./history.ts";

export const lostLine: History = {
  name: "lost-line",
  summary: "the line of the seed's reply is lost, and with it the way to all before it",
  later: [{}],
  edited(text) {
    const lines = entriesOf(text);
    const lost = lines.findIndex((line) => parse(line).role === "assistant");
    return lines.toSpliced(lost, 1).join("");
  },
  otherwise: "lost",
  shows: ["context-recalled"],
};
