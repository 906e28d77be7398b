// A third small agent, as it is installed somewhere: its session is plain text under the id that it is given, with a
// numbered line for each thing said. It knows no names, and speaks the messages format.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [id = "", model = ""] = process.argv.slice(2);
const path = join(process.env.NOTES_HOME ?? ".", `${id}.jsonl`);
if (!existsSync(path)) appendFileSync(path, `notes ${id} ${process.cwd()}\n`);
// The whole of what is to be said comes on the pipe 3, or as the last word of the seed.
const words = process.argv[4] ?? readFileSync(3, "utf8");
/** All that was said; the first line of the file only says whose it is. */
const lines = () => readFileSync(path, "utf8").split("\n").slice(1, -1);

const messages = () =>
  lines().map((line) => {
    const [, role, , ...text] = line.split(" ");
    return { role, content: JSON.parse(text.join(" ")) };
  });

note("user", words);
const response = await fetch(`${process.env.NOTES_API}/v1/messages`, {
  method: "POST",
  headers: { "content-type": "application/json", "x-api-key": "loopback-key" },
  body: JSON.stringify({ model, max_tokens: 999, stream: true, messages: messages() }),
});
const stream = await response.text();
const reply = [...stream.matchAll(/^data: (.*)$/gm)]
  .map(([, data = ""]) => JSON.parse(data).delta?.text ?? "")
  .join("");
note("assistant", reply);
console.log("done");

function note(role: string, text: string): void {
  const line = `${role} ${model} ${JSON.stringify(text)}`;
  appendFileSync(path, `${lines().length + 1} ${line}\n`);
}
