// Every history but that of one turn, in the order of the reports.
import type { History } from "./history.ts";
import { killedHistories } from "./killed.ts";
import { namesFile, ownHistory } from "./own.ts";
import { turnHistories } from "./turns.ts";

/** Also one that names a file; undefined where there is none. */
export function historyNamed(name: string): History | undefined {
  return namesFile(name) ? ownHistory(name) : histories.find((each) => each.name === name);
}

export const histories: readonly History[] = [...turnHistories, ...killedHistories];
