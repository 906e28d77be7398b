// Waits for the second turn, so that only its being there is wrong.

import { controlSocketPath } from "../../formats/places.ts";
import { getInfo, sendMessage } from "../../resume/control/client.ts";
import { defineCanary } from "./canary.ts";

const answerTimeoutMs = 5_000;
const pollMs = 20;

export const promptsTwice = defineCanary({
  name: "prompts-twice",
  breaks: "one dispatch makes two user turns",
  claim: "one-turn",
  alone: true,
  source: "claim",
  async afterTurn(said, { world, cell }, fire) {
    const path = controlSocketPath(cell.paths.socketDirectory, cell.gardenId);
    const sender = { sessionId: cell.gardenId, agentId: "canary", cwd: cell.paths.root };
    const timestamp = new Date(world.clock.wallMs()).toISOString();
    const message = { text: "Are you there?", mode: "follow_up", wantsReply: false } as const;
    const request = { ...message, sender: { ...sender, timestamp } };
    const answer = await sendMessage(world.sockets, path, request, answerTimeoutMs);
    fire(`a second prompt was ${answer.kind}`);
    for (;;) {
      const asked = await getInfo(world.sockets, path, answerTimeoutMs);
      if (asked.kind !== "info" || asked.info.settledTurns > 1) return said;
      await world.clock.sleep(pollMs);
    }
  },
});
