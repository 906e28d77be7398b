// What a resume child can do wrong, and what can be done to it.
import type { Scenario } from "../../scenario.ts";
import { cannotStart } from "./cannot-start.ts";
import { diesBeforeSocket } from "./dies-before-socket.ts";
import { floodsStderr } from "./floods-stderr.ts";
import { forgesSocket } from "./forges-socket.ts";
import { ignoresSigterm } from "./ignores-sigterm.ts";
import { killedInTurn } from "./killed-in-turn.ts";
import { neverServes } from "./never-serves.ts";
import { parentDies } from "./parent-dies.ts";

export const childScenarios: readonly Scenario[] = [
  cannotStart,
  diesBeforeSocket,
  neverServes,
  ignoresSigterm,
  forgesSocket,
  killedInTurn,
  floodsStderr,
  parentDies,
];
