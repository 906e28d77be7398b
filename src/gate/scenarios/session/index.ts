import type { Scenario } from "../../scenario.ts";

export const sessionScenarios: readonly Scenario[] = [];
