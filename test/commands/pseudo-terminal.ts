// A command in a real pseudo-terminal, which Python opens, and what an emulator makes of all that it writes.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import xterm from "@xterm/headless";
import { onTestFinished } from "vitest";
import { until } from "./start.ts";

/** Null where a pseudo-terminal can be opened; else why not. */
export const whyNoTerminal: string | null =
  spawnSync("python3", ["-c", "import pty"]).status === 0
    ? null
    : "python3 with its pty is missing";

/** Reads lines: `resize <rows> <columns>`, `type <hex>`. Writes what the terminal is sent; ends with the command's code. */
const script = `
import fcntl, os, pty, select, signal, struct, sys, termios
def size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
rows, columns, *command = sys.argv[1:]
ready, go = os.pipe()
pid, fd = pty.fork()
if pid == 0:
    os.read(ready, 1)
    os.execvp(command[0], command)
size(fd, rows, columns)
os.write(go, b"x")
orders, open_ = b"", True
while True:
    readable, _, _ = select.select([fd] + ([0] if open_ else []), [], [])
    if 0 in readable:
        data = os.read(0, 65536)
        open_ = data != b""
        orders += data
        while b"\\n" in orders:
            line, orders = orders.split(b"\\n", 1)
            word, *rest = line.decode().split()
            if word == "resize": size(fd, *rest)
            else: os.write(fd, bytes.fromhex(rest[0]))
    if fd in readable:
        try: data = os.read(fd, 65536)
        except OSError: data = b""
        if not data: break
        os.write(1, data)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`;

export interface Terminal {
  readonly child: ChildProcess;
  /** All that was written so far. */
  bytes(): string;
  /** What a person sees, without the blanks at the ends of lines and the empty lines at the end. */
  screen(): readonly string[];
  /** The screen with what has scrolled by. */
  everything(): readonly string[];
  cursorColumn(): number;
  /** The line of the cursor, counted as in `everything`. */
  cursorLine(): number;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  readonly ended: Promise<number | null>;
}

interface Place {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
}

export function inTerminal(command: readonly string[], place: Place): Terminal {
  const { columns, rows, directory, environment } = place;
  const words = ["-c", script, String(rows), String(columns), ...command];
  const child = spawn("python3", words, {
    cwd: directory,
    env: { PATH: process.env.PATH, TERM: "xterm-256color", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const emulator = new xterm.Terminal({
    columns: columns || 80,
    cols: columns || 80,
    rows: rows || 24,
    scrollback: 100_000,
    allowProposedApi: true,
  } as ConstructorParameters<typeof xterm.Terminal>[0]);
  let bytes = "";
  let pending = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    bytes += text;
    pending += 1;
    emulator.write(text, () => {
      pending -= 1;
    });
  });
  const buffer = () => emulator.buffer.active;
  const lines = (from: number) => {
    const all = Array.from({ length: buffer().length - from }, (_, index) => {
      return (
        buffer()
          .getLine(from + index)
          ?.translateToString(true) ?? ""
      );
    });
    return all.slice(0, all.findLastIndex((line) => line !== "") + 1);
  };
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => void until(() => pending === 0).then(() => resolve(code)));
  });
  const order = (line: string) => child.stdin.write(`${line}\n`);
  return {
    child,
    bytes: () => bytes,
    screen: () => lines(buffer().baseY),
    everything: () => lines(0),
    cursorColumn: () => buffer().cursorX,
    cursorLine: () => buffer().baseY + buffer().cursorY,
    type: (keys) => order(`type ${Buffer.from(keys).toString("hex")}`),
    resize(toColumns, toRows) {
      emulator.resize(toColumns, toRows);
      order(`resize ${toRows} ${toColumns}`);
    },
    ended,
  };
}
