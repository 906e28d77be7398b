// Mail for a citizen whose backend cannot be probed. It is left only for a receiver that is armed
// to fetch it, lock-free, and the doorbell is rung only once the body is there to be found.
import { join } from "node:path";
import { z } from "zod";
import type { SkippedFile } from "../evidence/event.ts";
import type { Sender } from "../formats/control-protocol.ts";
import { assertGardenId } from "../formats/garden-id.ts";
import { signalName } from "../formats/places.ts";
import type { PresenceMarker } from "../formats/presence.ts";
import type { Backend, RecordFields } from "../formats/record.ts";
import { errorCode, type World } from "../world/world.ts";
import { type OnSkip, orSkip, passedOver } from "./skipped.ts";

export type Receiver =
  | { readonly kind: "armed" }
  | { readonly kind: "unarmed"; readonly because: string };

export interface Mailbox {
  findReceiver(record: RecordFields): Promise<Receiver>;
  /** Enqueued is not read: nothing here says that anybody saw it. */
  deliver(gardenId: string, message: string): Promise<void>;
}

export interface MailboxOptions {
  readonly mailboxDirectory: string;
  readonly receiverDirectory: string;
  readonly sender: Pick<Sender, "sessionId" | "agentId" | "cwd">;
  /** Whether an answer would reach the sender. */
  readonly replyable: boolean;
}

type MailboxWorld = Pick<World, "files" | "processes" | "clock" | "randomBytes">;

/** How each backend learns of mail; only one that fetches by itself can be left any. */
const wakeModes = {
  "claude-code": "self-fetch",
  codex: "direct-inject",
  antigravity: "direct-inject",
  pi: "direct-inject",
} as const satisfies Record<Backend, "self-fetch" | "direct-inject">;

const receiptName = "receipts.json";

export function createMailbox(world: MailboxWorld, options: MailboxOptions): Mailbox {
  return {
    findReceiver: (record) => findReceiver(world, options.receiverDirectory, record),
    deliver: (gardenId, message) => deliver(world, options, gardenId, message),
  };
}

const markerSchema = z.object({
  gardenId: z.string(),
  backend: z.string(),
  nativeSessionId: z.string(),
  ownerPid: z.int().positive(),
  ownerStartKey: z.string(),
  ownerKind: z.string(),
  armProvenance: z.string(),
  updatedAt: z.string(),
}) satisfies z.ZodType<PresenceMarker>;

async function findReceiver(
  world: MailboxWorld,
  directory: string,
  record: RecordFields,
): Promise<Receiver> {
  const unarmed = (because: string): Receiver => ({ kind: "unarmed", because });
  if (wakeModes[record.backend] !== "self-fetch") {
    return unarmed(`${record.backend} does not fetch mail by itself`);
  }
  assertGardenId(record.gardenId);
  const path = join(directory, `${record.gardenId}.json`);
  const marker = await readMarker(world, path);
  if (typeof marker === "string") return unarmed(marker);
  const { gardenId, backend, nativeSessionId } = marker;
  const same =
    gardenId === record.gardenId &&
    backend === record.backend &&
    nativeSessionId === record.nativeSessionId;
  if (!same) return unarmed(`${path} is of another session`);
  const owner = await world.processes.identify(marker.ownerPid);
  if (owner === null || owner.startTime !== marker.ownerStartKey) {
    return unarmed(`the receiver's process ${marker.ownerPid} is gone (${path})`);
  }
  return { kind: "armed" };
}

/** Or why there is none to trust. */
async function readMarker(world: MailboxWorld, path: string): Promise<PresenceMarker | string> {
  const none = `no receiver is armed (${path})`;
  const skipped: SkippedFile[] = [];
  const note = (file: SkippedFile) => void skipped.push(file);
  const text = await orSkip(path, note, () => readIfThere(world, path));
  if (text === null) return `${none}${passedOver(skipped)}`;
  return markerSchema.safeParse(parsed(text)).data ?? `${none}: its marker is no marker`;
}

/** Null for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function deliver(
  world: MailboxWorld,
  options: MailboxOptions,
  gardenId: string,
  message: string,
): Promise<void> {
  assertGardenId(gardenId);
  const inbox = join(options.mailboxDirectory, gardenId);
  await world.files.makeDirectory(inbox, 0o700);
  const timestamp = new Date(world.clock.wallMs()).toISOString();
  const header = { ...options.sender, timestamp, replyable: options.replyable };
  const unique = Buffer.from(world.randomBytes(4)).toString("hex");
  const name = `${String(world.clock.wallMs()).padStart(15, "0")}-${unique}`;
  await writeWhole(world, join(inbox, name), `${JSON.stringify(header)}\n\n${message}`);
  await stamp(world, inbox, { lastEnqueuedAt: timestamp });
  await world.files.writeText(join(inbox, signalName), `${timestamp}\n`, 0o600);
}

/** The message appears under its final name only when all of it is on disk. */
async function writeWhole(world: MailboxWorld, path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await world.files.createExclusive(temporary, 0o600);
  try {
    await file.write(text);
    await file.sync();
    await file.close();
    await world.files.rename(temporary, `${path}.msg`);
  } catch (error) {
    await file.close().catch(() => undefined);
    await world.files.unlink(temporary).catch(() => undefined);
    throw error;
  }
}

export interface Mail {
  readonly header: Pick<Sender, "sessionId" | "agentId" | "cwd"> & { readonly timestamp: string };
  readonly message: string;
}

/** Takes what is there, oldest first, and marks it read; an empty inbox changes nothing. */
export async function readInbox(
  world: MailboxWorld,
  mailboxDirectory: string,
  gardenId: string,
  onSkip?: OnSkip,
): Promise<readonly Mail[]> {
  assertGardenId(gardenId);
  const inbox = join(mailboxDirectory, gardenId);
  const names = (await world.files.list(inbox)).filter((name) => name.endsWith(".msg"));
  const mail: Mail[] = [];
  for (const name of names) {
    const path = join(inbox, name);
    const text = await orSkip(path, onSkip, () => world.files.readText(path));
    const read = text === null ? null : mailIn(text);
    // What is no mail stays where it is, and keeps nobody from the rest.
    if (read === null) {
      if (text !== null) onSkip?.({ path, because: "no mail: it has no header" });
      continue;
    }
    mail.push(read);
    await world.files.rename(join(inbox, name), join(inbox, name.replace(/\.msg$/, ".read")));
  }
  if (mail.length > 0) {
    await stamp(world, inbox, { lastReadAt: new Date(world.clock.wallMs()).toISOString() });
  }
  return mail;
}

function mailIn(text: string): Mail | null {
  const end = text.indexOf("\n\n");
  const header = end < 0 ? null : parsed(text.slice(0, end));
  if (typeof header !== "object" || header === null) return null;
  return { header: header as Mail["header"], message: text.slice(end + 2) };
}

interface Receipts {
  readonly lastEnqueuedAt?: string;
  readonly lastReadAt?: string;
}

async function stamp(world: MailboxWorld, inbox: string, receipt: Receipts): Promise<void> {
  const path = join(inbox, receiptName);
  // Receipts that cannot be read are begun anew: the bell must ring for the mail that is there.
  const text = await readIfThere(world, path);
  const known = text === null ? null : parsed(text);
  const temporary = `${path}.${Buffer.from(world.randomBytes(4)).toString("hex")}.tmp`;
  await world.files.writeText(
    temporary,
    `${JSON.stringify({ ...(known as Receipts | null), ...receipt })}\n`,
    0o600,
  );
  await world.files.rename(temporary, path);
}

async function readIfThere(world: MailboxWorld, path: string): Promise<string | null> {
  try {
    return await world.files.readText(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
