// Seen from outside it is a resident whose agent closes with its turn.

import { controlSocketPath } from "../../formats/places.ts";
import { askWho } from "../../resume/control/client.ts";
import { defineCanary } from "./canary.ts";

const answerTimeoutMs = 5_000;
const pollMs = 10;

export const leavesAfterTurn = defineCanary({
  name: "leaves-after-turn",
  breaks: "the resident is gone as soon as its turn has settled",
  claim: "resident-stays",
  alone: true,
  source: "bug",
  async afterTurn(said, { world, cell }, fire) {
    const path = controlSocketPath(cell.paths.socketDirectory, cell.gardenId);
    const answer = await askWho(world.sockets, path, answerTimeoutMs);
    if (answer.kind !== "who" || answer.pid === null) return said;
    world.processes.signal(answer.pid, "SIGTERM");
    fire(`process ${answer.pid} ended with its turn`);
    while (await world.processes.identify(answer.pid)) await world.clock.sleep(pollMs);
    return said;
  },
});
