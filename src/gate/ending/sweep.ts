// What a person would clear away by hand once every process is down: a lock that was retained for
// a child, the socket of one that had to be killed. Each with an event; a leak is never swept.
import { eventsOf } from "../../evidence/evidence.ts";
import type { Stage } from "../stage.ts";

const connectTimeoutMs = 1_000;

export async function sweep(stage: Stage): Promise<void> {
  await sweepRetainedLock(stage);
  await sweepSocketOfKilled(stage);
}

/** Only the lock that a diagnostic names, and only when the process it waits for is gone. */
async function sweepRetainedLock(stage: Stage): Promise<void> {
  const { files, processes } = stage.world;
  for (const { outcome } of eventsOf(stage, "dispatch-returned")) {
    if (outcome.kind !== "resumed" || outcome.watch.kind !== "lock-retained") continue;
    const { lockPath: path, pid } = outcome.watch;
    if (path !== stage.lockPath || (await files.inspect(path)).kind !== "file") continue;
    const child = stage.children.find(({ identity }) => identity?.pid === pid)?.identity;
    const found = child ? await processes.identify(child.pid) : null;
    if (!child || found?.startTime === child.startTime) continue;
    await files.unlink(path);
    stage.record({ type: "swept", kind: "lock", path });
  }
}

/** A process that gets SIGKILL cannot take its socket away. */
async function sweepSocketOfKilled(stage: Stage): Promise<void> {
  const { socketPath: path, world } = stage;
  if (!eventsOf(stage, "reaped").some(({ how }) => how === "killed")) return;
  if ((await world.files.inspect(path)).kind !== "socket") return;
  const result = await world.sockets.connect(path, connectTimeoutMs);
  if (result.kind === "connected") return result.connection.close();
  if (result.code !== "ECONNREFUSED" && result.code !== "ENOENT") return;
  await world.files.unlink(path);
  stage.record({ type: "swept", kind: "socket", path });
}
