// What a conversation and a resident ask of an agent, answered by pi. A text is handed over as it is:
// never expanded as a command or a template, never trimmed.
import type { ExtensionAPI, ExtensionContext } from "@earendil-works/pi-coding-agent";
import type { Host } from "../../../resume/resident/conversation.ts";
import type { ServedSession } from "../../../resume/resident/session.ts";

export function agentHost(pi: ExtensionAPI, context: ExtensionContext): Host {
  return {
    deliver: (text, as) => pi.sendUserMessage(text, { deliverAs: as }),
    isIdle: () => context.isIdle(),
    abort: () => context.abort(),
  };
}

export function servedSession(pi: ExtensionAPI, context: ExtensionContext): ServedSession {
  const { sessionManager, mode } = context;
  return {
    id: sessionManager.getSessionId(),
    file: sessionManager.getSessionFile(),
    workingDirectory: context.cwd,
    unattended: mode === "json" || mode === "print",
    host: agentHost(pi, context),
    model: () =>
      context.model ? { provider: context.model.provider, id: context.model.id } : null,
    knows: (entryId) => sessionManager.getEntry(entryId) !== undefined,
    name: () => pi.getSessionName(),
    rename: (name) => pi.setSessionName(name),
  };
}
