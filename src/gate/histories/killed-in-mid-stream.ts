// Killed in the middle of a reply.
import type { History } from "./history.ts";

export const killedInMidStream: History = {
  name: "killed-in-mid-stream",
  summary: "the agent was killed in the middle of a reply: a prompt without one",
  later: [
    {
      steps: () => [{ blocks: [{ say: "This reply never ends." }], stall: "half" }],
      interrupted: { by: "SIGKILL", in: "stream", marks: 0 },
    },
  ],
  otherwise: "kept",
};
