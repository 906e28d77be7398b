// Every scenario, in the order of the reports.
import type { Scenario } from "../scenario.ts";
import { plain } from "./plain.ts";

export const scenarios: readonly Scenario[] = [plain];
