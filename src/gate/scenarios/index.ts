// Every scenario, in the order of the reports.
import type { Scenario } from "../scenario.ts";
import { childScenarios } from "./child/index.ts";
import { contentionScenarios } from "./contention/index.ts";
import { decisionScenarios } from "./decision/index.ts";
import { lockScenarios } from "./lock/index.ts";
import { plain } from "./plain.ts";
import { providerScenarios } from "./provider/index.ts";
import { sessionScenarios } from "./session/index.ts";
import { socketScenarios } from "./socket/index.ts";

export const scenarios: readonly Scenario[] = [
  plain,
  ...decisionScenarios,
  ...lockScenarios,
  ...socketScenarios,
  ...sessionScenarios,
  ...childScenarios,
  ...contentionScenarios,
  ...providerScenarios,
];
