// What the system answers when the subject looks at its control socket, seen as it passes: beside what
// the subject then says of it, this is the gate's own reading, and it costs nobody a connection.
import type { SocketAnswered, UnstampedEvent } from "../evidence/event.ts";
import type { World } from "../world/world.ts";

export interface SocketLooks {
  /** The given world; each look at the socket through it is overheard. */
  readonly world: World;
  /** A look that is reported, with what the system answered in it. */
  withAnswer(event: UnstampedEvent): UnstampedEvent;
}

export function watchLooks(world: World, socketPath: string): SocketLooks {
  const { files, sockets } = world;
  let last: SocketAnswered | null = null;
  return {
    world: {
      ...world,
      files: {
        ...files,
        inspect(path) {
          if (path !== socketPath) return files.inspect(path);
          return files.inspect(path).then((status) => {
            last = { kind: status.kind, connect: null };
            return status;
          });
        },
      },
      sockets: {
        ...sockets,
        async connect(path, timeoutMs) {
          const result = await sockets.connect(path, timeoutMs);
          if (path !== socketPath || last === null) return result;
          const connect = result.kind === "connected" ? result.kind : { code: result.code };
          last = { ...last, connect };
          return result;
        },
      },
    },
    withAnswer(event) {
      const isLook = event.type === "socket-inspected" && event.path === socketPath;
      return isLook && last !== null ? { ...event, answered: last } : event;
    },
  };
}
