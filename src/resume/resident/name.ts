// The session's name marks it as one that may be resumed. Extensions like to give titles of their own, and
// nobody who runs a resident unattended wants the session lost by that.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { parseSessionName } from "../session-name.ts";

/** Returns what puts the name back that the session has now, once another no longer marks it. */
export function nameKeeper(
  pi: Pick<ExtensionAPI, "getSessionName" | "setSessionName">,
  sessionId: string,
  { note }: { note(text: string): void },
): () => void {
  const isResumable = (name: string | undefined): name is string => {
    const parsed = name === undefined ? null : parseSessionName(name);
    return parsed?.gardenId === sessionId && parsed.tags.includes("entwurf");
  };
  const given = pi.getSessionName();
  return () => {
    const found = pi.getSessionName();
    if (!isResumable(given) || isResumable(found)) return;
    pi.setSessionName(given);
    note(`the session was renamed to ${JSON.stringify(found ?? "")}: its name is put back`);
  };
}
