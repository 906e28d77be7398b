// A bystander in a process of its own: whoever holds a lock, listens on a socket, or is dead by
// now. `node main.ts <role> [path]`; prints "ready" once the scene is set, then stays.
import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Request, Response } from "../../../formats/control-protocol.ts";

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

const commands: readonly Request["command"][] = ["get_info", "get_message", "abort", "send"];

/** Entwurf's own clients name the command under `type` alone, and may leave out all else. */
function answer(line: string): string {
  const request = objectIn(line);
  const command = commands.find((each) => each === (request.command ?? request.type));
  const { message } = request;
  if (command === undefined || (command === "send" && typeof message !== "string")) {
    return inLine({ type: "response", command: "unknown", success: false, error: "no request" });
  }
  if (command === "send") process.stdout.write(`message ${JSON.stringify(message)}\n`);
  return inLine({ type: "response", command, success: true });
}

const inLine = (response: Response): string => `${JSON.stringify(response)}\n`;

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(line) };
  } catch {
    return {};
  }
}
