// A listener that accepts nobody, with its queue filled up: a connect fails with EAGAIN, which
// says neither that somebody lives there nor that nobody does.
import type { Connection } from "../../world/world.ts";
import type { Stage } from "../stage.ts";
import { startActor } from "./actor.ts";
import { takeAwayLater } from "./props.ts";

/** More than any kernel's queue for a backlog of one. */
const mostConnections = 64;
const connectTimeoutMs = 5_000;

/** @throws Error when connects do not come to fail as they should: the scene cannot be set. */
export async function stallSocket(stage: Stage): Promise<string> {
  const { sockets } = stage.world;
  takeAwayLater(stage, stage.socketPath);
  const { child } = await startActor(stage, "stall", stage.socketPath);
  const queued: Connection[] = [];
  stage.afterReap.push(async () => {
    for (const connection of queued) connection.close();
  });
  while (queued.length < mostConnections) {
    const result = await sockets.connect(stage.socketPath, connectTimeoutMs);
    if (result.kind === "failed") {
      if (result.code !== "EAGAIN") throw new Error(`the stalled socket gave ${result.code}`);
      return `process ${child.identity?.pid} listens and accepts nobody; after ${queued.length} queued connections: ${result.code}`;
    }
    queued.push(result.connection);
  }
  throw new Error(`the stalled socket took ${queued.length} connections`);
}

/** Nobody accepts in between: whoever connected since the scene was set met the same. */
export async function isStillStalled({ world, socketPath }: Stage): Promise<boolean> {
  const result = await world.sockets.connect(socketPath, connectTimeoutMs);
  if (result.kind === "failed") return result.code === "EAGAIN";
  result.connection.close();
  return false;
}
