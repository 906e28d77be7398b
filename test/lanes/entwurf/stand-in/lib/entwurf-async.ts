// Stand-in: v1. It names its neighbours by the ending that they do not have.
import { spawn } from "node:child_process";
import { findSessionFileById, lastReply, readSessionIdentity } from "./entwurf-core.js";

export const activeEntwurfs = new Map<string, { output?: string }>();

interface Callbacks {
  appendActiveEntry(data: unknown): void;
  deliverCompletion(message: {
    details: { status: string; stopReason?: string; error?: string };
  }): void;
}

export async function spawnEntwurfResumeAsync(
  { sessionId, prompt }: { sessionId: string; prompt: string },
  { deliverCompletion }: Callbacks,
) {
  const path = findSessionFileById(sessionId);
  const identity = path === null ? null : readSessionIdentity(path);
  if (path === null || identity === null) throw new Error(`no session of ${sessionId}`);
  const words = ["--mode", "json", "-p", "--no-extensions", "--session-id", sessionId];
  const target = ["--provider", identity.provider, "--model", identity.modelId, prompt];
  const child = spawn("pi", [...words, ...target], {
    cwd: identity.cwd,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.on("close", (code) => {
    const { text, stopReason } = lastReply(path);
    activeEntwurfs.set(sessionId, { output: text });
    const status = code === 0 && stopReason === "stop" ? "completed" : "failed";
    deliverCompletion({ details: { status, stopReason } });
  });
  return { text: "", details: { sessionId, runId: "1", sessionFile: path, pid: child.pid ?? 0 } };
}
