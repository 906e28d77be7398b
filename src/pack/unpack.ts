// Reads an archive that may be damaged or hostile into an empty directory. Nothing is written but the
// files its manifest names, each below the directory and none larger than it says.
import { createHash } from "node:crypto";
import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Entry, extract } from "tar-stream";
import { openRegularFile } from "../world/node/regular-file.ts";
import { UsageError } from "../world/usage-error.ts";
import { messageOf } from "../world/world.ts";
import { envelopeName } from "./dsse.ts";
import { decodeManifest, type Manifest, manifestName, type PackedFile } from "./manifest.ts";
import { statementName } from "./statement.ts";

/** Of the manifest, the statement and its envelope, which are held in memory. */
const mostHeldBytes = 256 * 1024 * 1024;

export interface Unpacked {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly statement: string;
  /** Null where it is not signed. */
  readonly envelope: string | null;
  /** Files that are not what the manifest says, or did not come; what ended the reading early. */
  readonly faults: readonly string[];
  /** The reading ended early: what came before it is not all. */
  readonly brokeOff: boolean;
}

/** @throws UsageError where it is no archive of this tool, or one that must not be unpacked. */
export async function unpack(
  path: string,
  directory: string,
  mostBytes: number,
): Promise<Unpacked> {
  const source = createReadStream("", { fd: openGiven(path) });
  const tar = extract();
  const fed = pipeline(source, createGunzip(), tar);
  // It is waited for where the reading ends well; an error has come out of the reading by then.
  fed.catch(() => undefined);
  const unpacking = createUnpacking(path, directory, mostBytes);
  let reading = "the gzip header";
  try {
    for await (const entry of tar) {
      reading = entry.header.name;
      await unpacking.take(entry);
    }
    reading = "the end of the archive";
    await fed;
  } catch (error) {
    tar.destroy();
    if (error instanceof UsageError) throw error;
    unpacking.breakOff(`${reading}, or what follows it: ${messageOf(error)}`);
  }
  return unpacking.end();
}

function openGiven(path: string): number {
  try {
    return openRegularFile(path);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${messageOf(error)}. Name an archive of \`matrix pack\`.`,
    );
  }
}

function createUnpacking(path: string, directory: string, mostBytes: number) {
  const held = new Map<string, string>();
  const faults: string[] = [];
  const waiting = new Map<string, PackedFile>();
  let manifest: Manifest | null = null;
  let brokeOff = false;

  async function take(entry: Entry): Promise<void> {
    const { name, type, size = 0 } = entry.header;
    if (type !== "file") throw refused(name, `it is a ${type}`);
    if (manifest === null && name !== manifestName) throw refused(name, "no manifest comes first");
    if ([manifestName, statementName, envelopeName].includes(name)) {
      if (held.has(name)) throw refused(name, "it comes twice");
      if (size > mostHeldBytes) throw refused(name, `it has ${size} bytes`);
      held.set(name, await textOf(entry));
      if (name === manifestName) manifest = begin(held.get(name) ?? "");
      return;
    }
    const file = waiting.get(name);
    if (file === undefined) throw refused(name, "the manifest does not name it, or not twice");
    if (size !== file.bytes) throw refused(name, `it has ${size} bytes and not ${file.bytes}`);
    waiting.delete(name);
    const hash = await save(entry, join(directory, name));
    if (hash !== file.sha256) faults.push(`${name}: its SHA-256 is not the manifest's`);
  }

  function begin(text: string): Manifest {
    const read = decodeManifest(text);
    const bytes = read.files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > mostBytes) {
      throw new UsageError(
        `Nothing was unpacked: it would have ${bytes} bytes, and at most ${mostBytes} are allowed. Allow more with --max-bytes.`,
      );
    }
    for (const file of read.files) waiting.set(file.name, file);
    return read;
  }

  function breakOff(fault: string): void {
    brokeOff = true;
    faults.push(fault);
  }

  function end(): Unpacked {
    const manifestText = held.get(manifestName) ?? "";
    if (manifest === null) {
      throw new UsageError(
        `${path} is no archive of \`matrix pack\`, or damaged: ${faults.join("; ")}. Pack the run again.`,
      );
    }
    // Where the reading broke off, that is what is to be told.
    if (!brokeOff) faults.push(...[...waiting.keys()].map((name) => `${name}: is not there`));
    const statement = held.get(statementName) ?? "";
    const envelope = held.get(envelopeName) ?? null;
    return { manifest, manifestText, statement, envelope, faults, brokeOff };
  }

  return { take, breakOff, end };
}

const refused = (name: string, because: string) =>
  new UsageError(
    `The archive is damaged or was not made by \`matrix pack\`: ${JSON.stringify(name)}: ${because}. The rest of it was not unpacked.`,
  );

async function textOf(entry: Entry): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Returns its SHA-256. */
async function save(entry: Entry, path: string): Promise<string> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, "wx", 0o600);
  const hash = createHash("sha256");
  try {
    for await (const chunk of entry) {
      hash.update(chunk);
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    }
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
