import type { Scenario } from "../../scenario.ts";

export const childScenarios: readonly Scenario[] = [];
