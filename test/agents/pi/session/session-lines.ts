// Session files of pi, made line by line for tests.

export type Json = Readonly<Record<string, unknown>>;

export const header = { type: "session", version: 3, id: "s-1", timestamp: "t", cwd: "/a/place" };

const sonnet = {
  api: "anthropic-messages",
  provider: "anthropic",
  model: "claude-sonnet-5",
} as const;

/** Entries in a chain; each gets an id `e1`, `e2`… unless it brings its own. */
export function chained(bodies: readonly Json[]): Json[] {
  let parentId: unknown = null;
  return bodies.map((body, index) => {
    const entry = { type: "message", id: `e${index + 1}`, parentId, timestamp: "t", ...body };
    parentId = entry.id;
    return entry;
  });
}

export const user = (text: string): Json => ({
  message: { role: "user", content: [{ type: "text", text }], timestamp: 1 },
});

export const reply = (content: readonly Json[], more: Json = {}): Json => ({
  message: { role: "assistant", ...sonnet, stopReason: "stop", content, ...more },
});

export const say = (text: string): Json => ({ type: "text", text });

export const call = (id: string, name = "bash"): Json => ({
  type: "toolCall",
  id,
  name,
  arguments: { command: "ls" },
});

export const result = (toolCallId: string, text = "done"): Json => ({
  message: {
    role: "toolResult",
    toolCallId,
    toolName: "bash",
    content: [say(text)],
    isError: false,
  },
});

export const asText = (lines: readonly Json[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");
