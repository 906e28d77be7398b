// Every history but that of one turn, in the order of the reports.
import type { History } from "./history.ts";
import { killedHistories } from "./killed.ts";
import { turnHistories } from "./turns.ts";

export const histories: readonly History[] = [...turnHistories, ...killedHistories];
