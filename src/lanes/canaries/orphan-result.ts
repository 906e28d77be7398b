// The agent sends what stands in its session; a result that no call asked for is refused by any provider.
import { defineCanary } from "./canary.ts";
import { lastEntry, rewriteSession } from "./parts.ts";

export const orphanResult = defineCanary({
  name: "orphan-result",
  breaks: "the session gets the result of a tool that nobody called, before it is resumed",
  claim: "history-accepted",
  alone: true,
  source: "claim",
  // Where no twin shows what the request would have been.
  scenario: "trusted-directory",
  notSimulated: "the simulated model has no rules",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      await rewriteSession(seams, (text) => `${text}${orphan(lastEntry(text).id)}\n`);
      fire("the session ends with a result that answers no call");
      return seams.start(launch, directory);
    },
  }),
});

function orphan(parentId: string): string {
  return JSON.stringify({
    type: "message",
    id: "0badca11",
    parentId,
    timestamp: "2030-01-15T12:00:00.000Z",
    message: {
      role: "toolResult",
      toolCallId: "call_nobody",
      toolName: "bash",
      content: [{ type: "text", text: "done" }],
      isError: false,
      timestamp: 1_894_708_800_000,
    },
  });
}
