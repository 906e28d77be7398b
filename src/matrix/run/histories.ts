// Which histories a run has: those that are listed, by pattern, and session files of the user's own.
import { resolve } from "node:path";
import { builtIn } from "../../agents/index.ts";
import type { History } from "../../gate/histories/history.ts";
import { histories, historyNamed } from "../../gate/histories/index.ts";
import { namesFile, ownHistory } from "../../gate/histories/own.ts";
import { UsageError } from "../../world/usage-error.ts";
import { type EffectiveConfig, oneTurnHistory } from "../config/config.ts";
import { type Selection, selectNames } from "../plan/select.ts";

/** Files by their paths, from the working directory; the others by patterns. */
export function selectHistories(
  config: EffectiveConfig,
  { history = [] }: Selection,
  workingDirectory: string,
): readonly string[] {
  const all = [oneTurnHistory, ...histories.map(({ name }) => name)];
  const own = history.filter(namesFile).map((file) => resolve(workingDirectory, file));
  const patterns = history.filter((named) => !namesFile(named));
  if (own.length > 0 && patterns.length === 0) return own;
  const chosen = config.histories ?? [oneTurnHistory];
  return [...selectNames("--history", patterns, { all, chosen }), ...own];
}

/** With the lengths of files. @throws UsageError for one that is no session, before anything is run. */
export async function measured(
  held: readonly (History | null)[],
): Promise<readonly (History | null)[]> {
  const found: (History | null)[] = [];
  for (const history of held) {
    if (history?.file === undefined) found.push(history);
    else found.push(ownHistory(history.file, await builtIn.sessions.assert(history.file)));
  }
  return found;
}

/** Null for a session of one turn. */
export function heldHistory(name: string): History | null {
  if (name === oneTurnHistory) return null;
  const found = historyNamed(name);
  if (found === undefined) throw new UsageError(`This build has no "${name}" any more.`);
  return found;
}
