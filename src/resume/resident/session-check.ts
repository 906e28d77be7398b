// Whether the agent has opened the session that was resolved for it. It looks for one by rules of its
// own, and begins a new one where it finds none: a turn in that would be told as a turn of ours.
import { realpathSync } from "node:fs";

export class OtherSessionError extends Error {
  override readonly name = "OtherSessionError";
}

/**
 * `resolved` comes from the environment; without it nothing is checked.
 * @throws OtherSessionError when the agent's own file is another one, or none.
 */
export function refuseOtherSession(opened: string | undefined, resolved: string | undefined): void {
  if (!resolved) return;
  if (opened !== undefined && isSame(opened, resolved)) return;
  throw new OtherSessionError(
    `the agent has opened ${opened ?? "no file"}, but was started for ${resolved}: no turn is run`,
  );
}

/** By their real paths: the agent may spell a path in its own way. */
function isSame(opened: string, resolved: string): boolean {
  return realOf(opened) === realOf(resolved);
}

/** A session that is new has no file yet. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
