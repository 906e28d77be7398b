import type { Scenario } from "../../scenario.ts";

export const contentionScenarios: readonly Scenario[] = [];
