// The session's name marks it as one that may be resumed. Extensions like to give titles of their own, and
// nobody who runs a resident unattended wants the session lost by that.
import { parseSessionName } from "../session-name.ts";
import type { ServedSession } from "./session.ts";

/** Returns what puts the name back that the session has now, once another no longer marks it. */
export function nameKeeper(
  session: Pick<ServedSession, "id" | "name" | "rename">,
  { note }: { note(text: string): void },
): () => void {
  const isResumable = (name: string | undefined): name is string => {
    const parsed = name === undefined ? null : parseSessionName(name);
    return parsed?.gardenId === session.id && parsed.tags.includes("entwurf");
  };
  const given = session.name();
  return () => {
    const found = session.name();
    if (!isResumable(given) || isResumable(found)) return;
    session.rename(given);
    note(`the session was renamed to ${JSON.stringify(found ?? "")}: its name is put back`);
  };
}
