// A turn that failed, and another after it.
import type { History } from "./history.ts";

export const errorInTheMiddle: History = {
  name: "error-in-the-middle",
  summary: "the provider refused a turn for good, and a later turn went well",
  later: [
    {
      steps: () => [
        { blocks: [], first: [{ kind: "status", status: 400, message: "no such thing" }] },
      ],
    },
    {},
  ],
  otherwise: "repaired",
};
