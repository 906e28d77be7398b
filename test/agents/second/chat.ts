// A small agent of another kind than pi, run as a script: it asks its provider over chat completions,
// keeps a chat as lines of a form of its own, and chooses the name of the chat itself.
import { randomUUID } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    title: { type: "string" },
    chat: { type: "string" },
    by: { type: "string", default: "" },
  },
});

interface Line {
  readonly no?: string;
  readonly who?: string;
  readonly words?: string;
}

const path = values.chat ?? begin();
const before = readChat();
let last = before.findLast(({ no }) => no !== undefined)?.no ?? null;
// What it is to say stands on the command line, or comes over the pipe 3.
const words = positionals[0] ?? readFileSync(3, "utf8");
write({ who: "human", words });
const said = await ask([...before, { who: "human", words }]);
write({ who: "machine", by: values.by, ...said });
console.log(JSON.stringify({ over: said.end }));
process.exit(said.end === "whole" ? 0 : 1);

function begin(): string {
  const name = randomUUID();
  const file = join(process.env.CHAT_DIRECTORY ?? ".", `${name}.jsonl`);
  appendFileSync(file, `${JSON.stringify({ chat: name, place: process.cwd(), form: 1 })}\n`);
  const first = { no: randomUUID(), after: null, title: values.title ?? "" };
  appendFileSync(file, `${JSON.stringify(first)}\n`);
  return file;
}

/** A line that was cut off is closed, and counts for nothing. */
function readChat(): Line[] {
  const text = readFileSync(path, "utf8");
  if (!text.endsWith("\n")) appendFileSync(path, "\n");
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}

function write(fields: object): void {
  const no = randomUUID();
  appendFileSync(path, `${JSON.stringify({ no, after: last, ...fields })}\n`);
  last = no;
}

interface Said {
  readonly words: string;
  /** `whole`, or what went wrong. */
  readonly end: string;
}

async function ask(lines: readonly Line[]): Promise<Said> {
  const roles: Readonly<Record<string, string>> = { human: "user", machine: "assistant" };
  const messages = lines.flatMap(({ who = "", words: content }) =>
    roles[who] && content ? [{ role: roles[who], content }] : [],
  );
  const model = values.by.slice(values.by.indexOf("/") + 1);
  try {
    const response = await fetch(`${process.env.CHAT_PROVIDER}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer loopback-key" },
      body: JSON.stringify({ model, messages, stream: true }),
    });
    return readReply(response.status, await response.text());
  } catch (error) {
    return { words: "", end: String(error) };
  }
}

function readReply(status: number, text: string): Said {
  if (status !== 200) return { words: "", end: `status ${status}` };
  const chunks = text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice("data: ".length)).choices[0]);
  const reply = chunks.map((chunk) => chunk?.delta?.content ?? "").join("");
  const finish = chunks.findLast((chunk) => chunk?.finish_reason)?.finish_reason;
  return { words: reply, end: finish === "stop" ? "whole" : `ended by ${finish}` };
}
