import type { Scenario } from "../../scenario.ts";

export const providerScenarios: readonly Scenario[] = [];
