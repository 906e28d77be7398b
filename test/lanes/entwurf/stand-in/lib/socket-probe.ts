// Stand-in: a connection is proof of life.
import { connect } from "node:net";

export function probeSocketLiveness(path: string): Promise<"alive" | "dead"> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve("alive");
    });
    socket.on("error", () => resolve("dead"));
  });
}
