// Several dispatchers on one session at the same time.
import type { Scenario } from "../../scenario.ts";
import { besideV1 } from "./beside-v1.ts";
import { twoAtOnce, twoWithoutLock } from "./two-at-once.ts";

export const contentionScenarios: readonly Scenario[] = [twoAtOnce, twoWithoutLock, besideV1];
