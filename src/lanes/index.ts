// Every lane, in the order of the reports.
import type { Lane } from "./lane.ts";
import { v1 } from "./v1.ts";
import { v2 } from "./v2.ts";

export const lanes: readonly Lane[] = [v2, v1];
