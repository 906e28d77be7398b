// Passes pi's events on to a conversation, once there is one.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import type { Conversation } from "../../../resume/resident/conversation.ts";
import { stopReasonOf } from "../stop-words.ts";

export function listenTo(pi: ExtensionAPI, conversation: () => Conversation | undefined): void {
  pi.on("agent_start", () => conversation()?.agentStarted());
  pi.on("agent_settled", () => conversation()?.settled());
  pi.on("input", ({ source, streamingBehavior, text }) => {
    if (source === "extension" && streamingBehavior) conversation()?.messageQueued(text);
  });
  pi.on("message_start", ({ message }) => {
    if (message.role === "user") conversation()?.userStarted(textOf(message.content));
  });
  pi.on("message_end", ({ message }) => {
    if (message.role !== "assistant") return;
    const { content, errorMessage = null } = message;
    const stopReason = stopReasonOf(message.stopReason);
    conversation()?.assistantEnded({ text: textOf(content), stopReason, errorMessage });
  });
}

function textOf(content: string | readonly { type: string; text?: string }[]): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
