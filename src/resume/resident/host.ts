// The agent, as a conversation speaks to it. A text is handed over as it is: never expanded as a
// command or a template, never trimmed.
import type { ExtensionAPI, ExtensionContext } from "@earendil-works/pi-coding-agent";
import type { Host } from "./conversation.ts";

export function agentHost(pi: ExtensionAPI, context: ExtensionContext): Host {
  return {
    deliver: (text, as) => pi.sendUserMessage(text, { deliverAs: as }),
    isIdle: () => context.isIdle(),
    abort: () => context.abort(),
  };
}
