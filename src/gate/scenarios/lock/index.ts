// Locks that are held, stale, fought over, unusable, or left by somebody who was killed.
import type { Scenario } from "../../scenario.ts";
import { diskFullAtLock } from "./disk-full.ts";
import { dispatcherKilled } from "./dispatcher-killed.ts";
import { lockHeld } from "./held-by-live.ts";
import { staleLockRaces } from "./race-for-stale.ts";
import { reusedPid } from "./reused-pid.ts";
import { staleLock } from "./stale.ts";
import { lockSuperseded } from "./superseded.ts";
import { unusableLocks } from "./unusable.ts";

export const lockScenarios: readonly Scenario[] = [
  lockHeld,
  staleLock,
  reusedPid,
  ...staleLockRaces,
  ...unusableLocks,
  lockSuperseded,
  diskFullAtLock,
  dispatcherKilled,
];
