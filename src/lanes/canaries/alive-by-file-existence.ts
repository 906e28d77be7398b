// Until the child is spawned it looks as it should; then it takes the stale file for the child's.
import type { Connection } from "../../world/world.ts";
import { defineCanary } from "./canary.ts";

const nobody: Connection = {
  send: async () => undefined,
  readLine: async () => null,
  close: () => undefined,
};

export const aliveByFileExistence = defineCanary({
  name: "alive-by-file-existence",
  breaks: "a socket file that exists is taken for a resident that answers",
  claim: "socket-answers",
  alone: true,
  source: "mutant",
  scenario: "stale-socket",
  seams(seams, fire) {
    let spawned = false;
    const { sockets } = seams.world;
    return {
      async start(launch, directory) {
        const child = await seams.start(launch, directory);
        spawned = true;
        return child;
      },
      world: {
        ...seams.world,
        sockets: {
          ...sockets,
          async connect(path, timeoutMs) {
            if (!spawned) return sockets.connect(path, timeoutMs);
            fire(`${path} is there, so somebody is said to answer`);
            return { kind: "connected", connection: nobody };
          },
        },
      },
    };
  },
});
