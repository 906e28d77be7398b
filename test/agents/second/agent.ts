// The agent of ./chat.ts as the matrix knows it, made with nothing but the package's own entry.
import { join } from "node:path";
import { type Agent, defineAgent, type TranscriptLine } from "../../../src/index.ts";

const script = join(import.meta.dirname, "chat.ts");

export const second = defineAgent({
  name: "second",
  module: import.meta.filename,
  find: async () => ({ command: process.execPath, commandArguments: [script], version: "2.0" }),
  refuseTarget: ({ provider }) =>
    provider === "openai" ? null : `second has no provider "${provider}"; it has openai`,
  wireApiOf: () => "openai-completions",
  create: (description): Agent => ({
    name: "second",
    description,
    ...description,
    staysResident: false,
    choosesSessionId: true,
    usualDirectory: null,
    seedArguments: ({ sessionName, provider, model, prompt }) => [
      ...["--title", sessionName, "--by", `${provider}/${model}`],
      prompt,
    ],
    resumeArguments: ({ sessionPath, provider, model }) => [
      ...["--chat", sessionPath ?? ""],
      ...["--by", `${provider}/${model}`],
    ],
    resumeInput: ({ prompt }) => prompt,
    environment: ({ root, sessionDirectory, temporaryDirectory }) => ({
      HOME: root,
      TMPDIR: temporaryDirectory,
      CHAT_DIRECTORY: sessionDirectory,
    }),
    redirect: (provider, baseUrl) => ({
      environment: { CHAT_PROVIDER: `${baseUrl}/${provider}`, NO_PROXY: "127.0.0.1" },
      agentFiles: {},
    }),
    residentMarker: () => ({}),
    settingsFile: null,
    trust: null,
    withFaults: null,
    briefings: null,
    readInvocation,
    parseLine,
    isSettledLine: (line) => line.startsWith('{"over":'),
  }),
});

const readInvocation: Agent["readInvocation"] = (words) => {
  const option = (name: string) => {
    const index = words.indexOf(name);
    return index < 0 ? null : (words[index + 1] ?? null);
  };
  const [provider = null, model = null] = option("--by")?.split("/") ?? [];
  const [session, name] = [option("--chat"), option("--title")];
  const kind = session === null ? "seed" : "one-shot";
  return { kind, provider, model, approve: false, session, name, thinking: null };
};

const roles: Readonly<Record<string, "user" | "assistant">> = {
  human: "user",
  machine: "assistant",
};

const stopReasonOf = (end: string | undefined): "stop" | "error" | null =>
  end === undefined ? null : end === "whole" ? "stop" : "error";

function parseLine(line: string): TranscriptLine {
  const value = read(line);
  if (value === null) return { kind: "unreadable", because: "not a JSON object" };
  const { chat, place, form, no, after, title, who, words, by, end } = value;
  if (chat) return { kind: "header", id: chat, cwd: place ?? "", version: Number(form) };
  if (!no) return { kind: "unreadable", because: "a line without a number" };
  const [provider = null, model = null] = by?.split("/") ?? [];
  const entry = {
    entryId: no,
    parentId: after ?? null,
    kind: who ?? "title",
    role: roles[who ?? ""] ?? null,
    text: words ?? "",
    reasoning: "",
    toolCalls: [],
    provider,
    model,
    stopReason: stopReasonOf(end),
    errorMessage: !end || end === "whole" ? null : end,
  };
  return title === undefined ? { kind: "entry", entry } : { kind: "name", name: title, entry };
}

function read(line: string): Record<string, string | undefined> | null {
  try {
    const value = JSON.parse(line);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
