// Asks a control socket who is there while the caller's thread stands still: for a moment that an
// awaited question would change. A thread waits from the start, so that asking takes no longer.
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

/** How long the answer may take, in milliseconds; to hang up on a busy child may bring it down. */
const timeoutMs = 15_000;

interface Asked {
  readonly answer: { readonly sessionId: string; readonly pid: number | null } | null;
  readonly failure: string | null;
}

export type AskAtOnce = (path: string) => Asked;

const script = `
const { workerData: { port, flag } } = require("node:worker_threads");
const { connect } = require("node:net");
port.on("message", ({ path, timeoutMs }) => {
  let text = "";
  const socket = connect(path);
  let told = false;
  const say = (value) => {
    if (told) return;
    told = true;
    socket.destroy();
    port.postMessage(value);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
  socket.setTimeout(timeoutMs, () => say({ failure: "no-answer" }));
  socket.on("error", (error) => say({ failure: error.code }));
  socket.on("connect", () => socket.write('{"type":"get_info","command":"get_info"}\\n'));
  socket.on("close", () => say({ failure: "no-answer" }));
  socket.on("data", (chunk) => {
    text += chunk;
    const end = text.indexOf("\\n");
    if (end < 0) return;
    try {
      say({ data: JSON.parse(text.slice(0, end)).data });
    } catch {
      say({ failure: "malformed" });
    }
  });
});`;

/** Resolves when the thread waits for its first question. */
export async function openAsking(): Promise<AskAtOnce> {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { port: port2, flag };
  const worker = new Worker(script, { eval: true, workerData, transferList: [port2] });
  await new Promise((resolve) => worker.once("online", resolve));
  worker.unref();
  port1.unref();
  return (path) => {
    Atomics.store(flag, 0, 0);
    port1.postMessage({ path, timeoutMs });
    Atomics.wait(flag, 0, 0, timeoutMs + 500);
    const { data, failure } = receiveMessageOnPort(port1)?.message ?? {};
    if (typeof data?.sessionId !== "string") return failed(failure ?? "malformed");
    const pid = typeof data.pid === "number" ? data.pid : null;
    return { answer: { sessionId: data.sessionId, pid }, failure: null };
  };
}

const failed = (failure: string): Asked => ({ answer: null, failure });
