// Stand-in: sessions, found by the id in their header.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SessionIdentity {
  readonly sessionId: string;
  readonly cwd: string;
  readonly provider: string;
  readonly modelId: string;
}

export function findSessionFileById(sessionId: string): string | null {
  const base = join(process.env.PI_CODING_AGENT_DIR ?? "", "sessions");
  for (const directory of readdirSync(base)) {
    for (const name of readdirSync(join(base, directory))) {
      const path = join(base, directory, name);
      if (readSessionIdentity(path)?.sessionId === sessionId) return path;
    }
  }
  return null;
}

export function readSessionIdentity(path: string): SessionIdentity | null {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  const entries = lines.map((line) => JSON.parse(line));
  const header = entries[0];
  const model = entries.find(({ type }) => type === "model_change");
  if (!header || !model) return null;
  return {
    sessionId: header.id,
    cwd: header.cwd,
    provider: model.provider,
    modelId: model.modelId,
  };
}

export function lastReply(path: string): { text: string; stopReason: string } {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  const messages = lines.map((line) => JSON.parse(line).message);
  const reply = messages.findLast((message) => message?.role === "assistant");
  const text = (reply?.content ?? []).map((part: { text?: string }) => part.text ?? "").join("");
  return { text, stopReason: reply?.stopReason ?? "error" };
}

export async function runEntwurfResumeSync(sessionId: string, prompt: string) {
  const path = findSessionFileById(sessionId);
  if (path === null) return { exitCode: 1, output: "", error: "session_not_found" };
  const { cwd, provider, modelId } = readSessionIdentity(path) as SessionIdentity;
  const words = ["--mode", "json", "-p", "--no-extensions", "--session-id", sessionId];
  const child = spawn("pi", [...words, "--provider", provider, "--model", modelId, prompt], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exitCode = await new Promise<number>((done) =>
    child.on("close", (code) => done(code ?? 1)),
  );
  const { text: output, stopReason } = lastReply(path);
  return { exitCode, output, stopReason };
}
