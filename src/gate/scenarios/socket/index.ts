// What else than a live resident can be at the place of a session's control socket.
import type { Scenario } from "../../scenario.ts";
import { diesBeforeMessage } from "./dies-before-message.ts";
import { fileForSocket, symlinkedSocket } from "./forged.ts";
import { staleSocket } from "./stale.ts";

export const socketScenarios: readonly Scenario[] = [
  staleSocket,
  symlinkedSocket,
  fileForSocket,
  diesBeforeMessage,
];
