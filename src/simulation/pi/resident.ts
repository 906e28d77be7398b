// The simulated child's control socket: claimed before its turn, in the way of the real extension,
// and given up with the process. A socket that somebody answers on is never touched.
import type { AssistantMessage } from "../../formats/control-protocol.ts";
import { formatResponse, parseRequest } from "../../resume/control/protocol.ts";
import type { Running } from "../machine/child.ts";
import type { Inode } from "../machine/files.ts";
import type { Machine } from "../machine/machine.ts";
import type { ChildPlan } from "./child-plan.ts";
import type { Invocation } from "./invocation.ts";

export interface Served {
  info(): {
    readonly idle: boolean;
    readonly settledTurns: number;
    readonly last: AssistantMessage | null;
  };
  take(text: string): void;
  /** Somebody has written to the session since it was opened. */
  hasGrown(): boolean;
}

/** False when the session cannot be served: then no turn may run. */
export async function serve(
  machine: Machine,
  running: Running,
  invocation: Invocation,
  plan: ChildPlan,
  served: Served,
): Promise<boolean> {
  const { process } = running;
  const path = invocation.socketPath as string;
  await behave(machine, running, plan, path);
  const grows = () => running.step("looks whether its session has grown", served.hasGrown);
  if ((await grows()) || !(await makeWay(machine, running, path))) return false;
  const claimed = await running.step("listens on its control socket", () =>
    claim(machine, running, invocation, served),
  );
  if (claimed === null) return false;
  // Only its own: a successor may have put another one there.
  const withdraw = () => {
    if (machine.disk.find(path) === claimed) machine.disk.unlink(path);
  };
  if (plan.fate === "leaves-after-turn") process.onExit.push(withdraw);
  const leave = () => {
    withdraw();
    running.exit(143);
  };
  // Named apart: V8 makes a function that is written into a property an old object at once, and
  // everything this one knows would outlive its schedule by a thousand others.
  process.onTerminate = leave;
  const grown = await grows();
  if (grown) withdraw();
  return !grown;
}

/** The fates of children that do not simply listen; most of them never come back from here. */
async function behave(
  { disk }: Machine,
  running: Running,
  { fate }: ChildPlan,
  path: string,
): Promise<void> {
  const { process } = running;
  const never = new Promise<never>(() => undefined);
  if (fate === "hangs") return never;
  if (fate === "ignores-signals" || fate === "forges-socket") {
    process.onTerminate = ignore;
    if (fate === "forges-socket") {
      await running.step("puts a symbolic link at its socket's place", () => {
        if (!disk.find(path)) disk.create(path, "symlink", 0o777);
      });
    }
    return never;
  }
  if (fate === "listens-late") {
    return new Promise((resolve) => {
      process.onTerminate = resolve;
    });
  }
}

function ignore(): void {}

/** A stale socket is removed, under a guard that admits one starter at a time. */
async function makeWay(machine: Machine, running: Running, path: string): Promise<boolean> {
  const { disk, sockets } = machine;
  const found = await running.step("looks at its socket's place", () => disk.find(path));
  if (found === null) return true;
  return running.step("removes what is stale there", () => {
    const now = disk.find(path);
    if (now === null) return true;
    if (now.kind !== "socket" || sockets.listenerAt(path)) return false;
    disk.unlink(path);
    return true;
  });
}

function claim(
  machine: Machine,
  running: Running,
  invocation: Invocation,
  served: Served,
): Inode | null {
  const path = invocation.socketPath as string;
  if (machine.disk.find(path)) return null;
  const { process } = running;
  const answer = (line: string) => answerLine(line, process.pid, invocation, served);
  return machine.sockets.bind(path, { process, mode: () => "answers", answer });
}

function answerLine(
  line: string,
  pid: number,
  { sessionId, cwd, provider, model, stays }: Invocation,
  served: Served,
): string {
  const parsed = parseRequest(line);
  if (parsed.kind === "invalid") {
    const { command, error } = parsed;
    return formatResponse({ type: "response", command, success: false, error });
  }
  const { request } = parsed;
  const respond = (data: unknown) =>
    formatResponse({ type: "response", command: request.command, success: true, data });
  if (request.command === "get_info") {
    const ours = { sessionId, pid, cwd, model: { provider, id: model }, resident: stays };
    const { idle, settledTurns } = served.info();
    return respond({ ...ours, idle, settledTurns });
  }
  if (request.command === "get_message") return respond(served.info().last);
  if (request.command === "abort") return respond({ aborted: false });
  const delivery = served.info().idle ? "running" : "queued";
  served.take(request.message);
  return respond({ delivery });
}
