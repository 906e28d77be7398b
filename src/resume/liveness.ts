// Whether somebody answers on a control socket. Only a refused or missing socket is dead;
// whatever else happens is indeterminate, and an indeterminate target is never touched.
import type { Liveness } from "../evidence/cell.ts";
import type { SocketKind } from "../evidence/event.ts";
import type { World } from "../world/world.ts";

export interface SocketInspection {
  readonly path: string;
  readonly kind: SocketKind;
  readonly liveness: Liveness;
  /** Why a connect failed; null when it succeeded or was not tried. */
  readonly code: string | null;
}

/** @throws RangeError for a path that the system would cut off, before anything is made of it. */
export function assertSocketPathFits({ host }: Pick<World, "host">, path: string): void {
  const bytes = Buffer.byteLength(path);
  const { socketPathLimit } = host;
  if (bytes <= socketPathLimit) return;
  throw new RangeError(
    `${path} has ${bytes} bytes, and a socket's path may have ${socketPathLimit}: use a shorter directory`,
  );
}

/** lstat, then connect; a symbolic link or anything that is no socket is never connected to. */
export async function inspectSocket(
  world: Pick<World, "files" | "sockets">,
  path: string,
  connectTimeoutMs: number,
): Promise<SocketInspection> {
  const { kind } = await world.files.inspect(path);
  if (kind === "missing") return { path, kind, liveness: "dormant", code: "ENOENT" };
  if (kind === "symlink") return { path, kind, liveness: "indeterminate", code: null };
  if (kind !== "socket") return { path, kind: "other", liveness: "indeterminate", code: null };
  const result = await world.sockets.connect(path, connectTimeoutMs);
  if (result.kind === "connected") {
    result.connection.close();
    return { path, kind, liveness: "live", code: null };
  }
  const dead = result.code === "ECONNREFUSED" || result.code === "ENOENT";
  return { path, kind, liveness: dead ? "dormant" : "indeterminate", code: result.code };
}
