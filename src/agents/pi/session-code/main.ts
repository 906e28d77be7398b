// Appends to a session with the session code of the pi under test. A process of its own: whatever
// that code does to the process it runs in, it does not do to the gate.
import { readFileSync } from "node:fs";
import type { SessionStep } from "../../../formats/session-step.ts";
import { inputDescriptor } from "../../../world/world.ts";
import type { AppendInput } from "../append.ts";
import { promptOf, replyOf, sessionCode, textOf } from "./code.ts";

const given: AppendInput = JSON.parse(readFileSync(inputDescriptor, "utf8"));
const session = (await sessionCode(given.packageJson)).open(given.sessionPath);
const timestamp = Date.now();
/** Only a figure to be shown. */
const tokensBefore = 1_000;
let remembered = session.getLeafId();
for (const step of given.steps) take(step);

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
      session.appendMessage(promptOf(step.text, timestamp));
      break;
    case "assistant":
      session.appendMessage(replyTo(step.blocks));
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

function replyTo(blocks: Extract<SessionStep, { append: "assistant" }>["blocks"]) {
  const { provider, model, wireApi } = given;
  const content = blocks.map((block) =>
    "say" in block
      ? textOf(block.say)
      : { type: "toolCall" as const, id: block.id, name: block.call, arguments: { ...block.with } },
  );
  return replyOf({ provider, model, wireApi, content, timestamp });
}

function lastPrompt(): string {
  const prompt = session
    .getBranch()
    .findLast((entry) => entry.type === "message" && entry.message.role === "user");
  if (!prompt) throw new Error("the session has no prompt that a compaction could keep");
  return prompt.id;
}
