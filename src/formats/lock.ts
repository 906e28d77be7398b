// What a lock file holds: one JSON object. Every side reads it with code of its own.
import type { LockHolder } from "../evidence/event.ts";

/** The fields that are there in every lock and are texts; `startTime` may be missing. */
export const lockTexts = [
  "gardenId",
  "hostname",
  "createdAt",
  "nonce",
  "owner",
  "lockPath",
] as const satisfies readonly (keyof LockHolder)[];

/** A process id is a signed 32-bit number everywhere. */
export const largestPid = 0x7fff_ffff;
