// Whether the agent has opened the session that was resolved for it. It looks for one by rules of its
// own, and begins a new one where it finds none: a turn in that would be told as a turn of ours.
import { realpathSync } from "node:fs";

export interface SessionPlace {
  readonly id: string | undefined;
  readonly file: string | undefined;
}

export class OtherSessionError extends Error {
  override readonly name = "OtherSessionError";
}

/**
 * What was resolved comes from the environment; without a file there, nothing is checked.
 * @throws OtherSessionError when the agent has another session open, or another file.
 */
export function refuseOtherSession(opened: SessionPlace, resolved: SessionPlace): void {
  if (!resolved.file) return;
  const isSameId = resolved.id === undefined || opened.id === resolved.id;
  if (isSameId && opened.file !== undefined && isSame(opened.file, resolved.file)) return;
  const found = opened.file ?? "no file";
  throw new OtherSessionError(
    `the agent has opened ${isSameId ? found : `${opened.id} in ${found}`}, but was started for ${resolved.id ?? "the session"} in ${resolved.file}: no turn is run`,
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
