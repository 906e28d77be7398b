// Stand-in: the record store.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface MetaRecord {
  readonly gardenId: string;
  readonly backend: string;
  readonly nativeSessionId: string;
  readonly cwd: string;
  readonly transcriptPath: string | null;
}

export function readRecord(directory: string, gardenId: string): MetaRecord | null {
  const path = join(directory, `${gardenId}.meta.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

export function recordOfSession(directory: string, sessionId: string): MetaRecord | null {
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    const record: MetaRecord = JSON.parse(readFileSync(join(directory, name), "utf8"));
    if (record.nativeSessionId === sessionId) return record;
  }
  return null;
}

export const sessionsDirectory = () =>
  process.env.ENTWURF_META_SESSIONS_DIR ?? process.env.PI_META_SESSIONS_DIR ?? "";
