// Connections to Unix sockets. Listeners stay until the socket is destroyed: an ECONNRESET
// that comes after a successful connect must find somebody listening.
import { connect, type Socket } from "node:net";
import { type Connection, type ConnectResult, errorCode, type Sockets } from "../world.ts";
import { timerMs } from "./timer.ts";

export const nodeSockets: Sockets = {
  connect(path, timeoutMs) {
    return new Promise<ConnectResult>((resolve) => {
      const socket = connect(path);
      const timer = setTimeout(() => fail("ETIMEDOUT"), timerMs(timeoutMs));
      const fail = (code: string) => {
        clearTimeout(timer);
        socket.destroy();
        resolve({ kind: "failed", code });
      };
      socket.on("error", (error) => fail(errorCode(error) ?? "UNKNOWN"));
      socket.once("connect", () => {
        clearTimeout(timer);
        resolve({ kind: "connected", connection: lineConnection(socket) });
      });
    });
  },
};

/** A peer that sends this much without a line break is not speaking the protocol. */
const longestLineBytes = 4 * 1024 * 1024;

function lineConnection(socket: Socket): Connection {
  const lines: string[] = [];
  let partial = "";
  let ended = false;
  let wake: () => void = () => undefined;

  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const parts = (partial + chunk).split("\n");
    partial = parts.pop() ?? "";
    lines.push(...parts);
    if (partial.length > longestLineBytes) socket.destroy();
    wake();
  });
  socket.on("close", () => {
    ended = true;
    wake();
  });

  return {
    send: (text) =>
      new Promise((resolve, reject) => {
        socket.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    async readLine(timeoutMs) {
      if (lines.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timerMs(timeoutMs));
          wake = () => {
            if (lines.length === 0 && !ended) return;
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return lines.shift() ?? null;
    },
    close: () => socket.destroy(),
  };
}
