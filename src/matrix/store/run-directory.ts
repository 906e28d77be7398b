// Makes and ends a run's place on disk: its directory, its socket root, the `latest` link.
// It never writes into or deletes what is not this tool's.
import {
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { makeDirectories } from "../../world/node/make-directories.ts";
import { realPathOf } from "../../world/node/real-path.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode, messageOf } from "../../world/world.ts";
import {
  hex,
  latestLink,
  mintRunId,
  ownerFile,
  type RunLayout,
  sharedTemporaryDirectory,
  socketBase,
} from "../plan/layout.ts";
import type { Chance } from "../plan/names.ts";
import { stored } from "./storage.ts";

/** Kept in a socket root, so that it can be told whose it is even when the run's directory is gone. */
export interface SocketOwner {
  readonly directory: string;
  readonly runner: ProcessIdentity;
}

export interface Place {
  readonly output: string;
  /** Named in the config, or null for one below the system's temporary directory. */
  readonly socketDirectory: string | null;
  readonly systemTemporaryDirectory: string;
  readonly userId: number;
  /** The agent's own directory at live fidelity. */
  readonly agentDirectory: string | null;
}

/** Names for a new run; nothing is made yet. */
export function layoutRun(place: Place, { wallMs, randomBytes }: Chance): RunLayout {
  const runId = mintRunId(wallMs, randomBytes(2));
  return layoutExisting(place, runId, join(realPathOf(place.output), runId), randomBytes);
}

/** Names for going on with a run; it gets a socket root of its own. */
export function layoutExisting(
  place: Place,
  runId: string,
  directory: string,
  randomBytes: Chance["randomBytes"],
): RunLayout {
  const { socketDirectory, systemTemporaryDirectory, userId } = place;
  // Its last name is not followed: anybody may have put a link there.
  const ordinary = socketBase(realPathOf(systemTemporaryDirectory), userId);
  const base = socketDirectory === null ? ordinary : realPathOf(socketDirectory);
  return {
    runId,
    directory,
    socketRoot: join(base, hex(randomBytes(3))),
    temporaryDirectory: sharedTemporaryDirectory(dirname(directory)),
    agentDirectory: place.agentDirectory,
  };
}

/** @throws UsageError when the output directory cannot be written. */
export function openRunDirectory(layout: RunLayout): void {
  const output = dirname(layout.directory);
  const flag = "Name another one with --output.";
  refuseIfFails(`${output} cannot be written.`, flag, () => {
    makeDirectories(layout.temporaryDirectory);
    makeDirectories(join(layout.directory, "cells"));
  });
}

/**
 * Once the run's record names it: a runner that is killed in between leaves what nobody else could tell.
 *
 * @throws UsageError when the socket base is not ours.
 */
export function openSocketRoot(layout: RunLayout, userId: number, runner: ProcessIdentity): void {
  const base = dirname(layout.socketRoot);
  refuseIfFails(`${base} cannot be made for the sockets.`, "Set socketDirectory.", () =>
    makeDirectories(base, 0o700),
  );
  const status = lstatSync(base);
  // A shared temporary directory lets anybody make this name first.
  if (!status.isDirectory() || status.uid !== userId) {
    throw new UsageError(
      `${base} is not a directory of this user. Remove it, or set socketDirectory.`,
    );
  }
  refuseIfFails(`${layout.socketRoot} cannot be made.`, "Set socketDirectory.", () => {
    mkdirSync(layout.socketRoot, { mode: 0o700 });
    const owner: SocketOwner = { directory: layout.directory, runner };
    writeFileSync(join(layout.socketRoot, ownerFile), JSON.stringify(owner), { mode: 0o600 });
  });
}

function refuseIfFails(what: string, next: string, effect: () => void): void {
  try {
    effect();
  } catch (error) {
    const because = messageOf(error);
    throw new UsageError(`${what} ${because}. ${next}`);
  }
}

export function closeSocketRoot(layout: RunLayout): void {
  rmSync(layout.socketRoot, { recursive: true, force: true });
}

/** Points `latest` at the run in one step. A `latest` that is no link is somebody's: left alone. */
export function linkLatest(layout: RunLayout): void {
  const link = join(dirname(layout.directory), latestLink);
  if (!isLinkOrMissing(link)) return;
  stored(link, () => {
    const next = `${link}.${layout.runId}`;
    // A runner that was killed in between left its own.
    rmSync(next, { force: true });
    symlinkSync(layout.runId, next);
    renameSync(next, link);
  });
}

function isLinkOrMissing(path: string): boolean {
  try {
    readlinkSync(path);
    return true;
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
}
