// A pi that behaves as the real one was measured to: it opens the file that it is told, or finds its
// session by id and directory, writes a new one only with the first reply, follows the leaf it read
// at its start, and stays on its socket only when its environment names the session.

import { type AssistantMessage, otherSessionExit } from "../../formats/control-protocol.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import type { Running } from "../machine/child.ts";
import type { ChildPlan } from "./child-plan.ts";
import { type Invocation, readInvocation } from "./invocation.ts";
import { misbehave } from "./misbehaving.ts";
import { append, type PiContext } from "./pi-context.ts";
import { serve } from "./resident.ts";
import {
  assistantMessage,
  parseKnownLine,
  readState,
  replyTo,
  type SessionState,
  userMessage,
} from "./transcript.ts";

export async function runPi(context: PiContext, running: Running, plan: ChildPlan): Promise<void> {
  const invocation = readInvocation(running, context.machine.disk);
  const state = await running.step("opens its session", () => openSession(context, invocation));
  if (plan.fate === "exits-at-once") return running.exit(1);
  const messages: string[] = [invocation.prompt];
  let wake = () => {};
  let settledTurns = 0;
  let last: AssistantMessage | null = null;
  if (invocation.socketPath !== null) {
    const { onlyFile, stays, sessionId } = invocation;
    if (onlyFile !== null && !(stays && state.path === onlyFile)) {
      return running.exit(otherSessionExit);
    }
    if (!isGardenId(sessionId)) return running.exit(1);
    await running.sleep(plan.listenMs);
    const info = () => ({ idle: messages.length === 0, settledTurns, last });
    const take = (text: string) => {
      messages.push(text);
      wake();
    };
    const hasGrown = () => leafOnDisk(context, state.path) !== state.leaf;
    if (!(await serve(context.machine, running, invocation, plan, { info, take, hasGrown }))) {
      return running.exit(1);
    }
  }
  for (;;) {
    const prompt = messages[0];
    if (prompt === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    const turn = settledTurns === 0 ? plan : { ...plan, fate: "replies" as const };
    last = await runTurn(context, running, invocation, state, prompt, turn);
    await running.step("says that its turn has settled", () => {
      messages.shift();
      settledTurns += 1;
      settle(context, running);
    });
    if (plan.fate === "leaves-after-turn" || !invocation.stays || invocation.socketPath === null) {
      await running.sleep(leavingMs);
      return running.exit(0);
    }
  }
}

/** From the end of a one-shot's turn to its exit, as measured, in milliseconds. */
const leavingMs = 20;
/** Between two attempts at one turn. */
const retryMs = 50;

function openSession({ machine }: PiContext, invocation: Invocation): SessionState {
  const { disk } = machine;
  const { sessionDirectory, sessionId, sessionPath, cwd } = invocation;
  if (sessionPath !== null && sessionId !== "") {
    return readState(sessionPath, disk.read(sessionPath).text);
  }
  for (const name of disk.list(sessionDirectory)) {
    const path = `${sessionDirectory}/${name}`;
    const { text } = disk.read(path);
    const header = parseKnownLine(text.slice(0, text.indexOf("\n")));
    if (header.kind === "header" && header.id === sessionId && header.cwd === cwd) {
      return readState(path, text);
    }
  }
  // The same id in another directory makes a second file, with a name of its own.
  const usual = `${sessionDirectory}/${sessionId}.jsonl`;
  const path = disk.find(usual) ? `${sessionDirectory}/second_${sessionId}.jsonl` : usual;
  return { path, leaf: null, messages: [] };
}

function leafOnDisk({ machine }: PiContext, path: string): string | null {
  const inode = machine.disk.find(path);
  return inode ? readState(path, inode.text).leaf : null;
}

async function runTurn(
  context: PiContext,
  running: Running,
  invocation: Invocation,
  state: SessionState,
  prompt: string,
  { fate, turnMs }: ChildPlan,
): Promise<AssistantMessage> {
  const { machine, writer, api } = context;
  const { provider, model, sessionId, cwd, name } = invocation;
  const isNew = state.leaf === null;
  const held: string[] = [];
  const write = (line: string) => {
    if (isNew) held.push(line);
    else append(machine, state.path, line);
  };
  if (isNew) {
    held.push(writer.header(sessionId, cwd));
    if (name !== null) held.push(writer.line(state, { type: "session_info", name }));
    held.push(writer.line(state, { type: "model_change", provider, modelId: model }));
    held.push(writer.line(state, { type: "thinking_level_change", thinkingLevel: "off" }));
  }
  await running.step("writes its prompt", () => write(writer.line(state, userMessage(prompt))));
  state.messages.push({ role: "user", text: prompt });
  if (fate === "dies-in-turn") {
    await running.sleep(turnMs);
    machine.processes.end(running.process, { exitCode: null, signal: "SIGKILL" });
    return new Promise(() => undefined);
  }
  const failure = { text: "", stopReason: "error", errorMessage: "503 scripted" } as const;
  const fail = (): AssistantMessage => {
    context.onModelRequest(state, model, null);
    write(writer.line(state, assistantMessage({ provider, model, api, ...failure })));
    write(writer.line(state, { type: "context_edit", targetId: state.leaf, replacement: null }));
    return failure;
  };
  await running.sleep(turnMs);
  if (context.behaviour && !isNew && prompt === invocation.prompt) {
    const turn = { context, running, state, invocation, write };
    return misbehave(turn, context.behaviour);
  }
  if (fate === "fails-turn") return running.step("writes a failed attempt", fail);
  if (fate === "retries") {
    await running.step("writes a failed attempt", fail);
    await running.sleep(retryMs);
  }
  return running.step("writes the reply", () => {
    const said = replyTo(state);
    context.onModelRequest(state, model, said);
    const reply = { text: said.text, stopReason: "stop" } as const;
    state.messages.push({ role: "assistant", text: reply.text });
    write(writer.line(state, assistantMessage({ provider, model, api, ...reply })));
    if (isNew) machine.disk.create(state.path, "file", 0o600, held.join(""));
    return { ...reply, errorMessage: null };
  });
}

function settle({ machine }: PiContext, { request }: Running): void {
  append(machine, request.outputPath, '{"type":"agent_settled"}\n');
}
