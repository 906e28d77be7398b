// Resolving the addressee of a dispatch, before the lock and without connecting to anything.
import type { Agent } from "../agents/agent.ts";
import type { SessionFile, SkippedFile } from "../evidence/event.ts";
import { controlSocketPath } from "../formats/places.ts";
import type { RecordFields } from "../formats/record.ts";
import type { World } from "../world/world.ts";
import { type Reject, reject } from "./decide.ts";
import { assertSocketPathFits } from "./liveness.ts";
import { assertSoleRecord, readRecord } from "./record.ts";
import { findSessions } from "./session-file.ts";
import { parseSessionName } from "./session-name.ts";
import { type OnSkip, passedOver } from "./skipped.ts";
import { directoryFlaw } from "./working-directory.ts";

export interface AddresseeDirectories {
  readonly records: string;
  readonly sessions: string;
  readonly sockets: string;
}

/** What a resume needs to know of the session; all of it is read from the session file. */
export interface DormantSession {
  readonly path: string;
  readonly cwd: string;
  readonly provider: string;
  readonly model: string;
}

export type ResolvedAddressee =
  /** Its backend has a liveness predicate; `session` is null where none can be resumed. */
  | { readonly kind: "citizen"; readonly session: DormantSession | null; readonly flaw: string }
  /** Its backend has none: reachable through its mailbox only. */
  | { readonly kind: "mailbox-citizen"; readonly record: RecordFields }
  /** No record, but a real socket bears its id. */
  | { readonly kind: "socket-only" }
  | { readonly kind: "rejected"; readonly reject: Reject; readonly because: string };

/**
 * @throws CorruptRecordError when a record is there but cannot be trusted, or is not the only one.
 * @throws RangeError for a socket directory that leaves no room for the socket's name.
 */
export async function resolveAddressee(
  world: World,
  directories: AddresseeDirectories,
  gardenId: string,
  parseLine: Agent["parseLine"],
  onSkip?: OnSkip,
): Promise<ResolvedAddressee> {
  const socketPath = controlSocketPath(directories.sockets, gardenId);
  assertSocketPathFits(world, socketPath);
  const record = await readRecord(world, directories.records, gardenId);
  if (record) await assertSoleRecord(world, directories.records, record, onSkip);
  const socket = await world.files.inspect(socketPath);
  if (socket.kind !== "missing" && socket.kind !== "socket") {
    return conflict(`${socketPath} is a ${socket.kind}, not a control socket`);
  }
  if (record === null) {
    if (socket.kind === "socket") return { kind: "socket-only" };
    return badTarget(`no record of ${gardenId} in ${directories.records}`);
  }
  if (record.backend === "pi") {
    const skipped: SkippedFile[] = [];
    const note: OnSkip = (file) => {
      skipped.push(file);
      onSkip?.(file);
    };
    const { files } = world;
    const sessions = await findSessions(files, directories.sessions, gardenId, parseLine, note);
    const where = `${directories.sessions}${passedOver(skipped)}`;
    const { file, flaw } = soleResumable(sessions, gardenId, where);
    if (file === null) return { kind: "citizen", session: null, flaw };
    const lacking = await directoryFlaw(files, file);
    return { kind: "citizen", session: lacking === "" ? file : null, flaw: lacking };
  }
  if (socket.kind === "socket") {
    return conflict(`${gardenId} is a ${record.backend} citizen, but ${socketPath} bears its id`);
  }
  return { kind: "mailbox-citizen", record };
}

const conflict = (because: string): ResolvedAddressee => ({
  kind: "rejected",
  reject: reject("target-address-conflict"),
  because,
});

const badTarget = (because: string): ResolvedAddressee => ({
  kind: "rejected",
  reject: reject("bad-target"),
  because,
});

/** A session can be resumed only if there is exactly one, tagged for it, with a known model. */
function soleResumable(
  sessions: readonly SessionFile[],
  gardenId: string,
  directory: string,
): { file: DormantSession | null; flaw: string } {
  const [file, second] = sessions;
  const no = (flaw: string) => ({ file: null, flaw });
  if (!file) return no(`no session file of ${gardenId} in ${directory}`);
  if (second) return no(`${file.path} and ${second.path} have the same id`);
  if (file.unreadable !== undefined) {
    return no(`${file.path} cannot be read by its agent: ${file.unreadable}`);
  }
  const name = file.name === null ? null : parseSessionName(file.name);
  if (name?.gardenId !== gardenId || !name.tags.includes("entwurf")) {
    return no(`${file.path} is not named as a resumable session`);
  }
  if (file.header === null || file.model === null) {
    return no(`${file.path} names no directory or no model`);
  }
  return { file: { path: file.path, cwd: file.header.cwd, ...file.model }, flaw: "" };
}
