import type { Scenario } from "../../scenario.ts";

export const lockScenarios: readonly Scenario[] = [];
