// Appends to a session with the session code of the pi under test. A process of its own: whatever
// that code does to the process it runs in, it does not do to the gate.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SessionManager } from "@earendil-works/pi-coding-agent";
import type { SessionStep } from "../../../formats/session-step.ts";
import { inputDescriptor } from "../../../world/world.ts";
import type { AppendInput } from "../append.ts";

type Message = Parameters<SessionManager["appendMessage"]>[0];
type Assistant = Extract<Message, { role: "assistant" }>;

const given: AppendInput = JSON.parse(readFileSync(inputDescriptor, "utf8"));
const session = await open();
const timestamp = Date.now();
/** Only a figure to be shown. */
const tokensBefore = 1_000;
let remembered = session.getLeafId();
for (const step of given.steps) take(step);

/** pi's whole package takes two seconds to load; its sessions alone stand in this file of it. */
async function open(): Promise<SessionManager> {
  const module = join(dirname(given.packageJson), "dist", "core", "session-manager.js");
  const { SessionManager: code } = await import(pathToFileURL(module).href);
  return code.open(given.sessionPath);
}

function take(step: SessionStep): void {
  if ("remember" in step) {
    remembered = session.getLeafId();
  } else if ("goBack" in step) {
    if (remembered !== null) session.branch(remembered);
  } else {
    append(step);
  }
}

function append(step: Extract<SessionStep, { append: string }>): void {
  switch (step.append) {
    case "user":
      session.appendMessage({ role: "user", content: [textOf(step.text)], timestamp });
      break;
    case "assistant":
      session.appendMessage(replyOf(step.blocks));
      break;
    case "tool-result":
      session.appendMessage({
        role: "toolResult",
        toolCallId: step.id,
        toolName: "bash",
        content: [textOf(step.text)],
        isError: false,
        timestamp,
      });
      break;
    case "thinking-level":
      session.appendThinkingLevelChange(step.level);
      break;
    case "compaction":
      session.appendCompaction(step.summary, lastPrompt(), tokensBefore);
  }
}

function textOf(text: string) {
  return { type: "text" as const, text };
}

/** The reply of a model that has said next to nothing. */
function replyOf(blocks: Extract<SessionStep, { append: "assistant" }>["blocks"]): Message {
  const { provider, model, wireApi } = given;
  const content = blocks.map((block) =>
    "say" in block
      ? textOf(block.say)
      : { type: "toolCall" as const, id: block.id, name: block.call, arguments: { ...block.with } },
  );
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 };
  const reply: Assistant = {
    role: "assistant",
    content,
    api: wireApi,
    provider,
    model,
    usage: { input: 10, output: 10, cacheRead: 0, cacheWrite: 0, totalTokens: 20, cost },
    stopReason: content.some(({ type }) => type === "toolCall") ? "toolUse" : "stop",
    timestamp,
  };
  return reply;
}

function lastPrompt(): string {
  const prompt = session
    .getBranch()
    .findLast((entry) => entry.type === "message" && entry.message.role === "user");
  if (!prompt) throw new Error("the session has no prompt that a compaction could keep");
  return prompt.id;
}
