import type { Scenario } from "../../scenario.ts";

export const decisionScenarios: readonly Scenario[] = [];
