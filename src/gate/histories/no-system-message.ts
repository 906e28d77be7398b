// A session of a release that did not yet store the system message.
import { linesOf, parse } from "./by-hand.ts";
import type { History } from "./history.ts";

export const noSystemMessage: History = {
  name: "no-system-message",
  summary: "the session does not hold the system message, as those of older releases",
  edited(text) {
    const lines = linesOf(text);
    const at = lines.findIndex((line) => parse(line).role === "system");
    const line = lines[at];
    if (line === undefined) return text;
    const { id, parentId } = parse(line);
    const before = `"parentId":${JSON.stringify(id)}`;
    const after = `"parentId":${JSON.stringify(parentId)}`;
    return lines
      .toSpliced(at, 1)
      .map((each) => each.replace(before, after))
      .join("");
  },
  otherwise: "kept",
};
