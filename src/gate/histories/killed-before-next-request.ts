// Killed between a tool's result and what the model would have said of it.
import { type History, wedgedOnMistral } from "./history.ts";
import { run } from "./steps.ts";

export const killedBeforeNextRequest: History = {
  name: "killed-before-next-request",
  summary: "the agent was killed with the tool's result stored and nothing said on it",
  later: [
    {
      steps: () => [[run("echo one")], { blocks: [{ say: "Nobody hears this." }], stall: 0 }],
      interrupted: { by: "SIGKILL", in: "stream", marks: 0 },
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "kept",
};
