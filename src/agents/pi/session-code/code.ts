// pi's own session code, taken from the package of the pi under test, and the messages that are given
// to it. Its sessions alone stand in one file of the package; the whole takes two seconds to load.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SessionManager } from "@earendil-works/pi-coding-agent";

type Message = Parameters<SessionManager["appendMessage"]>[0];
type Assistant = Extract<Message, { role: "assistant" }>;

/** @throws Error where that package keeps no such file. */
export async function sessionCode(packageJson: string): Promise<typeof SessionManager> {
  const module = join(dirname(packageJson), "dist", "core", "session-manager.js");
  const { SessionManager: code } = await import(pathToFileURL(module).href);
  return code;
}

export function textOf(text: string) {
  return { type: "text" as const, text };
}

export function promptOf(text: string, timestamp: number): Message {
  return { role: "user", content: [textOf(text)], timestamp };
}

interface Said extends Pick<Assistant, "provider" | "model" | "content" | "timestamp"> {
  readonly wireApi: string;
}

/** The reply of a model that has said next to nothing. */
export function replyOf({ provider, model, wireApi, content, timestamp }: Said): Assistant {
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 };
  return {
    role: "assistant",
    content,
    api: wireApi,
    provider,
    model,
    usage: { input: 10, output: 10, cacheRead: 0, cacheWrite: 0, totalTokens: 20, cost },
    stopReason: content.some(({ type }) => type === "toolCall") ? "toolUse" : "stop",
    timestamp,
  };
}
