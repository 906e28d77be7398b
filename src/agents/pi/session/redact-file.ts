// Writes a copy of a session file without a word of the person's, line by line. It never writes over
// a file.
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { messageOf } from "../../../evidence/message-of.ts";
import { makeDirectories } from "../../../world/node/make-directories.ts";
import { UsageError } from "../../../world/usage-error.ts";
import { openSession } from "./open.ts";
import { redactedLine } from "./redaction.ts";

/** @throws UsageError for a session that cannot be read, or a copy that cannot be made. */
export async function redactFile(from: string, to: string): Promise<void> {
  const source = openSession(from);
  try {
    makeDirectories(dirname(to));
  } catch (error) {
    source.destroy();
    throw new UsageError(`--redact ${to}: ${messageOf(error)}. Name a file elsewhere.`);
  }
  const copy = createWriteStream(to, { flags: "wx", mode: 0o600 });
  const written = finished(copy);
  written.catch(() => undefined);
  try {
    await once(copy, "open");
    for await (const lines of linesOf(source)) await write(copy, lines);
    copy.end();
    await written;
  } catch (error) {
    source.destroy();
    copy.destroy();
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    const what = isThere ? "is there already, and is not written over" : messageOf(error);
    throw new UsageError(`--redact ${to}: ${what}. Name a file that is not there yet.`);
  }
}

async function write(copy: WriteStream, text: string): Promise<void> {
  if (!copy.write(text)) await once(copy, "drain");
}

/** Each line redacted, with its line break; what stands after the last one without. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let pending: string[] = [];
  for await (const chunk of source) {
    const [first = "", ...more] = decoder.write(Buffer.from(chunk)).split("\n");
    pending.push(first);
    for (const next of more) {
      yield `${redactedLine(pending.join(""))}\n`;
      pending = [next];
    }
  }
  const rest = pending.join("") + decoder.end();
  if (rest !== "") yield redactedLine(rest);
}
