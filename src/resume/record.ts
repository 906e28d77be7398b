// The record store: one small file per citizen, `<directory>/<gid>.meta.json`. A missing record
// means "not a citizen"; a record that is there but wrong throws. It never guesses.
import { z } from "zod";
import { isGardenId } from "../formats/garden-id.ts";
import { recordPath, recordSuffix } from "../formats/places.ts";
import { type Backend, backends, type RecordFields, recordVersion } from "../formats/record.ts";
import { errorCode, type World } from "../world/world.ts";
import { closedStore, type OnSkip, skippedFor } from "./skipped.ts";

const recordSchema: z.ZodType<RecordFields> = z.strictObject({
  schemaVersion: z.literal(recordVersion),
  gardenId: z.string().refine(isGardenId, "not a garden id"),
  backend: z.enum(backends),
  nativeSessionId: z.string().min(1),
  cwd: z.string().min(1),
  model: z.string().nullable(),
  transcriptPath: z.string().nullable(),
  parentGardenId: z.string().refine(isGardenId, "not a garden id").nullable(),
  isEntwurf: z.boolean(),
  createdAt: z.string(),
  recordUpdatedAt: z.string(),
});

export interface RecordInput {
  readonly backend: Backend;
  readonly nativeSessionId: string;
  readonly cwd: string;
  readonly model: string | null;
  readonly transcriptPath?: string | null;
  readonly parentGardenId?: string | null;
  readonly isEntwurf: boolean;
}

export class CorruptRecordError extends Error {
  override readonly name = "CorruptRecordError";
}

type RecordWorld = Pick<World, "files" | "clock" | "randomBytes">;

/**
 * Null when there is no such citizen.
 * @throws CorruptRecordError when the file is there but is not a record of this garden id.
 */
export async function readRecord(
  world: RecordWorld,
  directory: string,
  gardenId: string,
): Promise<RecordFields | null> {
  const path = recordPath(directory, gardenId);
  const text = await world.files.readText(path).catch(async (error: unknown) => {
    if (errorCode(error) === "ENOENT") {
      // A link that leads nowhere is there all the same.
      const { kind } = await world.files.inspect(path);
      if (kind === "missing") return null;
    }
    const skipped = skippedFor(path, error);
    if (skipped === null) throw error;
    const because = `${path} is there and cannot be read: ${skipped.because} (${errorCode(error)})`;
    throw new CorruptRecordError(`${because}; mend it or move it away`, { cause: error });
  });
  return text === null ? null : parseRecord(path, gardenId, text);
}

function parseRecord(path: string, gardenId: string, text: string): RecordFields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CorruptRecordError(`${path} is not JSON; move it away to mint a new record`);
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    throw new CorruptRecordError(`${path} is not a record: ${z.prettifyError(parsed.error)}`);
  }
  if (parsed.data.gardenId !== gardenId) {
    throw new CorruptRecordError(`${path} holds the record of ${parsed.data.gardenId}`);
  }
  return parsed.data;
}

/**
 * Re-attaches to the record whose body has this native session id, or mints a new one under
 * `mint()`. Two records for one native session cannot be told apart and throw.
 * @throws CorruptRecordError when the minted id has a file already: it is never written over.
 */
export async function upsertRecord(
  world: RecordWorld,
  directory: string,
  input: RecordInput,
  mint: () => string,
  onSkip?: OnSkip,
): Promise<RecordFields> {
  await world.files.makeDirectory(directory, 0o700);
  const existing = await findByNativeSession(world, directory, input.nativeSessionId, onSkip);
  const gardenId = existing?.gardenId ?? mint();
  if (existing === null) await assertUnrecorded(world, directory, gardenId);
  const now = new Date(world.clock.wallMs()).toISOString();
  const record: RecordFields = {
    schemaVersion: recordVersion,
    gardenId,
    backend: input.backend,
    nativeSessionId: input.nativeSessionId,
    cwd: input.cwd,
    model: input.model,
    transcriptPath: input.transcriptPath ?? existing?.transcriptPath ?? null,
    parentGardenId: input.parentGardenId ?? existing?.parentGardenId ?? null,
    isEntwurf: input.isEntwurf,
    createdAt: existing?.createdAt ?? now,
    recordUpdatedAt: now,
  };
  await writeAtomically(world, recordPath(directory, record.gardenId), record);
  return record;
}

async function assertUnrecorded(
  world: RecordWorld,
  directory: string,
  gardenId: string,
): Promise<void> {
  const found = await readRecord(world, directory, gardenId);
  if (found === null) return;
  const path = recordPath(directory, gardenId);
  throw new CorruptRecordError(
    `${path} is the record of ${found.nativeSessionId}; mint another id`,
  );
}

/** @throws CorruptRecordError when two records claim the same native session. */
export async function findByNativeSession(
  world: RecordWorld,
  directory: string,
  nativeSessionId: string,
  onSkip?: OnSkip,
): Promise<RecordFields | null> {
  const records: RecordFields[] = [];
  for (const id of await recordedIds(world, directory)) {
    const record = await readStranger(world, directory, id, onSkip);
    if (record?.nativeSessionId === nativeSessionId) records.push(record);
  }
  if (records.length > 1) {
    const owners = records.map((record) => record.gardenId);
    throw claimedTwice(directory, owners, nativeSessionId);
  }
  return records[0] ?? null;
}

/**
 * One session under two garden ids would have two locks, and so two writers. Records that cannot
 * be read are left to whoever addresses them: a stranger's must not stop everybody's resume.
 * @throws CorruptRecordError when another record claims the same native session.
 */
export async function assertSoleRecord(
  world: RecordWorld,
  directory: string,
  { gardenId, backend, nativeSessionId }: RecordFields,
  onSkip?: OnSkip,
): Promise<void> {
  for (const id of await recordedIds(world, directory)) {
    if (id === gardenId) continue;
    const other = await readStranger(world, directory, id, onSkip);
    if (other?.backend !== backend || other.nativeSessionId !== nativeSessionId) continue;
    throw claimedTwice(directory, [gardenId, id], nativeSessionId);
  }
}

/** Null for a record that cannot be read: its own addressee has to hear of it, and nobody else. */
async function readStranger(
  world: RecordWorld,
  directory: string,
  gardenId: string,
  onSkip: OnSkip | undefined,
): Promise<RecordFields | null> {
  return readRecord(world, directory, gardenId).catch((error: unknown) => {
    if (!(error instanceof CorruptRecordError)) throw error;
    onSkip?.({ path: recordPath(directory, gardenId), because: error.message });
    return null;
  });
}

async function recordedIds(world: RecordWorld, directory: string): Promise<readonly string[]> {
  const listed = await world.files.list(directory).catch((error: unknown) => {
    throw closedStore(directory, "whether two records claim one session", error);
  });
  const names = listed.filter((name) => name.endsWith(recordSuffix));
  return names.map((name) => name.slice(0, -recordSuffix.length)).filter(isGardenId);
}

function claimedTwice(
  directory: string,
  owners: readonly string[],
  nativeSessionId: string,
): CorruptRecordError {
  return new CorruptRecordError(
    `${directory}: ${owners.join(" and ")} both claim the native session ${nativeSessionId}; remove one`,
  );
}

async function writeAtomically(
  world: RecordWorld,
  path: string,
  record: RecordFields,
): Promise<void> {
  const unique = Buffer.from(world.randomBytes(4)).toString("hex");
  const temporary = `${path}.${unique}.tmp`;
  const file = await world.files.createExclusive(temporary, 0o600);
  try {
    await file.write(`${JSON.stringify(record, null, 2)}\n`);
    await file.sync();
    await file.close();
    await world.files.rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await world.files.unlink(temporary).catch(() => undefined);
    throw error;
  }
}
