// A turn that failed with a tool's result stored.
import { type History, wedgedOnMistral } from "./history.ts";
import { run } from "./steps.ts";

export const errorAfterTool: History = {
  name: "error-after-tool",
  summary: "the provider refused what came after the result of a tool, and the turn ended there",
  later: [
    {
      steps: () => [
        [run("echo one")],
        { blocks: [], first: [{ kind: "status", status: 400, message: "no such thing" }] },
      ],
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
