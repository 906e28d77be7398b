// Opens a session file for reading, piece by piece, and looks into it. What is no regular file is never opened: a read
// of a pipe may wait for ever.
import { createReadStream, type ReadStream, statSync } from "node:fs";
import { messageOf } from "../../../evidence/message-of.ts";
import { UsageError } from "../../../world/usage-error.ts";
import type { Inspection } from "../../inspection.ts";
import { type Entry, readLine } from "./entry.ts";
import { Gathering, type SessionHistory } from "./history.ts";
import { inspect } from "./inspection.ts";
import { LinesAt } from "./lines-at.ts";
import { Shortener } from "./shorten.ts";

const whatToGive =
  "Give a session file of pi, such as <agent directory>/sessions/…/<time>_<id>.jsonl.";

/** @throws UsageError for a path that cannot be read, a directory, another kind of file, an empty one. */
export function openSession(path: string): ReadStream {
  let status: ReturnType<typeof statSync>;
  try {
    status = statSync(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}. ${whatToGive}`);
  }
  if (status.isDirectory()) throw new UsageError(`${path} is a directory. ${whatToGive}`);
  if (!status.isFile()) throw new UsageError(`${path} is no regular file. ${whatToGive}`);
  if (status.size === 0) throw new UsageError(`${path} is empty: no session. ${whatToGive}`);
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}

/** Looks at the header alone. @throws UsageError for what pi would take for no session. */
export async function assertSession(path: string): Promise<number> {
  const shortener = new Shortener();
  for await (const chunk of openSession(path)) {
    const [first] = shortener.push(chunk);
    if (first === undefined) continue;
    if (readLine(first, 1).kind === "header") return statSync(path).size;
    break;
  }
  throw new UsageError(`${path} is no session: its first line is no header. ${whatToGive}`);
}

/**
 * Reads a session twice, in a few dozen bytes an entry: once from its beginning to its end, then along
 * the path that pi goes on from. @throws UsageError for what is no session file.
 */
export async function inspectSession(path: string): Promise<Inspection> {
  const history = await readSession(path);
  const lines = new LinesAt(path);
  try {
    return inspect(history, (entry) => entryAgain(path, lines, history, entry));
  } finally {
    lines.close();
  }
}

/** pi only ever appends to a session. @throws UsageError for one that was written anew. */
function entryAgain(path: string, lines: LinesAt, history: SessionHistory, at: number): Entry {
  const { entries } = history;
  const short = lines.line(entries.offset(at));
  const line = short === null ? null : readLine(short, entries.line(at));
  if (line?.kind === "entry" && entries.isSame(at, line.entry)) return line.entry;
  throw new UsageError(`${path} was changed while it was read. Do it again when it is at rest.`);
}

async function readSession(path: string): Promise<SessionHistory> {
  const stream = openSession(path);
  const shortener = new Shortener();
  const gathering = new Gathering();
  const take = (short: ReturnType<Shortener["push"]>[number]) =>
    gathering.add(short, readLine(short, gathering.nextLine));
  try {
    for await (const chunk of stream) for (const short of shortener.push(chunk)) take(short);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}. ${whatToGive}`);
  }
  const last = shortener.end();
  if (last !== null) take(last);
  const history = gathering.result;
  if (history.header === null && history.entries.count === 0) {
    throw new UsageError(
      `${path} is no session: none of its lines is a header or an entry. ${whatToGive}`,
    );
  }
  return history;
}
