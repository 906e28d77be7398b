import type { Scenario } from "../../scenario.ts";

export const socketScenarios: readonly Scenario[] = [];
