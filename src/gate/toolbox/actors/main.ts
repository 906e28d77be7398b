// A bystander in a process of its own: whoever holds a lock, listens on a socket, or is dead by
// now. `node main.ts <role> [path]`; prints "ready" once the scene is set, then stays.
import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { formatResponse, parseRequest } from "../../../resume/control/protocol.ts";

const [role, path = ""] = process.argv.slice(2);

const ready = () => process.stdout.write("ready\n");
const stay = () => setInterval(() => undefined, 1 << 30);

switch (role) {
  case "wait":
    stay();
    ready();
    break;
  case "exit":
    ready();
    break;
  case "listen":
    createServer(serve).listen(path, ready);
    break;
  case "forge":
    forge();
    break;
  case "litter":
    litter();
    break;
  case "link":
    // To where the directory was moved.
    symlinkSync(`${path}-moved`, path);
    ready();
    break;
  case "stall":
    // Listening and never accepting again: what comes now stays in the kernel's short queue.
    createServer(() => undefined).listen({ path, backlog: 1 }, () => {
      process.stdout.write("ready\n", () => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });
    });
    break;
  default:
    process.stderr.write(
      `unknown role ${role}; one of wait, exit, listen, forge, link, litter, stall\n`,
    );
    process.exitCode = 2;
}

/** A link that leads to somebody who answers: following it would look like a live target. */
function forge(): void {
  createServer(serve).listen(`${path}.real`, () => {
    symlinkSync(`${path}.real`, path);
    ready();
  });
}

/** What no text can be written as: links that lead nowhere, noise, and a pipe that nobody fills. */
function litter(): void {
  symlinkSync(join(path, "nowhere"), join(path, "dangling"));
  symlinkSync("circle", join(path, "circle"));
  writeFileSync(join(path, "noise"), Buffer.from(Array.from({ length: 512 }, (_, at) => at & 255)));
  execFileSync("mkfifo", [join(path, "pipe")]);
  ready();
}

/** Answers the control protocol, and prints each connection and each message it is sent. */
function serve(socket: Socket): void {
  process.stdout.write("connection\n");
  let pending = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: string) => {
    const lines = (pending + chunk).split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) socket.write(answer(line));
  });
}

function answer(line: string): string {
  const parsed = parseRequest(asOurs(line));
  if (parsed.kind === "invalid") {
    const { command, error } = parsed;
    return formatResponse({ type: "response", command, success: false, error });
  }
  const { request } = parsed;
  if (request.command === "send") {
    process.stdout.write(`message ${JSON.stringify(request.message)}\n`);
  }
  return formatResponse({ type: "response", command: request.command, success: true });
}

/** Entwurf's own clients name the command under `type` alone, and may leave out all else. */
function asOurs(line: string): string {
  try {
    const { type, ...request } = JSON.parse(line);
    if (typeof type !== "string" || request.command !== undefined) return line;
    const sender = { sessionId: "unnamed", agentId: "unnamed", cwd: "/", timestamp: "" };
    return JSON.stringify({ command: type, mode: "steer", wants_reply: false, sender, ...request });
  } catch {
    return line;
  }
}
