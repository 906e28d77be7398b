// Takes a run over from a runner that is gone: locks it, sees that nobody else went on with it, and
// clears what the interrupted part left, so that none of its processes lives on beside the new cells.
import { join } from "node:path";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import { type Removal, removeResidue } from "../clean/reap.ts";
import { findResidue, type Residue } from "../clean/residue.ts";
import { cellDirectory, socketBase } from "../plan/layout.ts";
import type { Place } from "../store/run-directory.ts";
import { lockRun, type RunLock } from "../store/run-lock.ts";
import { requireRunRecord } from "../store/run-record.ts";
import { ownIdentity } from "./opening.ts";
import type { ContinuedRun } from "./run-request.ts";

/** @throws UsageError where another process runs it or has gone on with it, or a process would not end. */
export async function takeOver(
  continued: ContinuedRun,
  place: Place,
  world: World,
  onNotice: (text: string) => void,
): Promise<RunLock> {
  const { directory, record } = continued;
  const lock = await lockRun(directory, await ownIdentity(world), world);
  try {
    const { runner } = requireRunRecord(directory);
    if (runner.pid !== record.runner.pid || runner.startTime !== record.runner.startTime) {
      throw new UsageError(
        `${directory} was gone on with by process ${runner.pid} meanwhile. Run the command again.`,
      );
    }
    await clear(continued, place, world, onNotice);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function clear(
  { directory, cutShort }: ContinuedRun,
  place: Place,
  world: World,
  onNotice: (text: string) => void,
): Promise<void> {
  const { userId, socketDirectory, systemTemporaryDirectory } = place;
  const base = socketDirectory ?? socketBase(systemTemporaryDirectory, userId);
  const finding = await findResidue(directory, base, world, userId);
  if (finding?.kind === "running") {
    throw new UsageError(
      `${directory} is being run by process ${finding.runner.pid}. Wait for it.`,
    );
  }
  // By the cell's name: a journal may come from anybody, and what it calls kept may lie anywhere.
  const kept = cutShort
    .filter((result) => result.kept !== null)
    .map(({ gardenId }) => join(cellDirectory(directory, gardenId), "files"));
  const { directories, ...others } = finding?.residue ?? nothing;
  const residue = { ...others, directories: [...directories, ...kept] };
  const removals = await removeResidue(residue, world);
  const survivors = removals.filter(({ result }) => result === "survived" || result === "failed");
  if (survivors.length > 0) {
    const told = survivors.map(({ what, name }) => ({
      where: what,
      message: `${name} is still there`,
    }));
    throw new UsageError(`${directory}: what its killed runner left could not be removed.`, told);
  }
  const cleared = clearedText(removals);
  if (cleared !== null) onNotice(cleared);
}

const nothing: Residue = { processes: [], locks: [], sockets: [], directories: [] };

const kinds = ["process", "lock", "socket", "directory"] as const;
const many = { process: "processes", lock: "locks", socket: "sockets", directory: "directories" };

/** Null where nothing was there any more. */
function clearedText(removals: readonly Removal[]): string | null {
  const gone = removals.filter(
    ({ result }) => result !== "left alone" && result !== "already gone",
  );
  const counted = kinds.flatMap((kind) => {
    const count = gone.filter(({ what }) => what === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kind : many[kind]}`];
  });
  return counted.length === 0
    ? null
    : `Cleared what the interrupted part left: ${counted.join(", ")}.`;
}
