// The agent of ../notes.ts as the matrix knows it.
import { join } from "node:path";
import { type Agent, defineAgent, oneShotAgent, type TranscriptLine } from "../../../src/index.ts";

const script = join(import.meta.dirname, "../notes.ts");

export const third = defineAgent({
  name: "third",
  module: import.meta.filename,
  find: async () => ({ command: process.execPath, commandArguments: [script], version: "3.0" }),
  wireApiOf: () => "anthropic-messages",
  create: (description): Agent => ({
    ...oneShotAgent,
    ...description,
    name: "third",
    description,
    choosesSessionId: false,
    seedArguments: ({ gardenId, model, prompt }) => [gardenId, model, prompt],
    resumeArguments: ({ gardenId, model }) => [gardenId, model],
    resumeInput: ({ prompt }) => prompt,
    environment: ({ root, sessionDirectory }) => ({ HOME: root, NOTES_HOME: sessionDirectory }),
    redirect: (name, url) => ({ environment: { NOTES_API: `${url}/${name}` }, agentFiles: {} }),
    readInvocation: ([, session = null, model = null, prompt]) => ({
      kind: prompt === undefined ? "one-shot" : "seed",
      provider: "anthropic",
      model,
      approve: false,
      session,
      name: null,
      thinking: null,
    }),
    parseLine,
    isSettledLine: (line) => line === "done",
  }),
});

function parseLine(line: string): TranscriptLine {
  const [, id = "", cwd = ""] = /^notes (\S+) (.*)$/.exec(line) ?? [];
  if (id) return { kind: "header", id, cwd, version: 1 };
  const [, no, role, model = null, text] = /^(\d+) (user|assistant) (\S+) (".*")$/.exec(line) ?? [];
  if (!text) return { kind: "unreadable", because: "neither a header nor something said" };
  const isReply = role === "assistant";
  const entry = {
    entryId: no ?? null,
    parentId: no === "1" ? null : String(Number(no) - 1),
    kind: "said",
    reasoning: "",
    toolCalls: [],
    role: isReply ? ("assistant" as const) : ("user" as const),
    text: JSON.parse(text),
    provider: "anthropic",
    model,
    stopReason: isReply ? ("stop" as const) : null,
    errorMessage: null,
  };
  return { kind: "entry", entry };
}
