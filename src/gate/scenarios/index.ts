// Every scenario, in the order of the reports; the folder is the group that tables count it under.
import type { Scenario } from "../scenario.ts";
import { childScenarios } from "./child/index.ts";
import { contentionScenarios } from "./contention/index.ts";
import { decisionScenarios } from "./decision/index.ts";
import { driftScenarios } from "./drift/index.ts";
import { lockScenarios } from "./lock/index.ts";
import { messageScenarios } from "./message/index.ts";
import { plain } from "./plain.ts";
import { providerScenarios } from "./provider/index.ts";
import { sessionScenarios } from "./session/index.ts";
import { socketScenarios } from "./socket/index.ts";

const groups: Readonly<Record<string, readonly Scenario[]>> = {
  plain: [plain],
  decision: decisionScenarios,
  lock: lockScenarios,
  socket: socketScenarios,
  session: sessionScenarios,
  drift: driftScenarios,
  message: messageScenarios,
  child: childScenarios,
  contention: contentionScenarios,
  provider: providerScenarios,
};

export const scenarios: readonly Scenario[] = Object.entries(groups).flatMap(([group, members]) =>
  members.map((scenario) => ({ ...scenario, group })),
);
