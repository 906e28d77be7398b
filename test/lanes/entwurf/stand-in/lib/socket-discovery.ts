// Stand-in: what lies at a control socket's path.
import { lstatSync } from "node:fs";
import { join } from "node:path";

export async function inspectTargetControlSocket(gardenId: string, directory: string) {
  const socketPath = join(directory, `${gardenId}.sock`);
  const found = lstatSync(socketPath, { throwIfNoEntry: false });
  if (!found) return { kind: "absent", socketPath } as const;
  if (found.isSocket()) return { kind: "socket-file", socketPath } as const;
  const reason = found.isSymbolicLink() ? "symlink" : "not-socket";
  return { kind: "address-conflict", socketPath, reason } as const;
}
