// Stand-in, generation B: what a resume is launched with.
import { readRecord, sessionsDirectory } from "../lib/meta-session.ts";
import { readSessionIdentity } from "./entwurf-core.ts";

export interface Plan {
  readonly sessionId: string;
}

export function resolveResumeLaunchIdentity({ sessionId }: Plan) {
  const record = readRecord(sessionsDirectory(), sessionId);
  const path = record?.transcriptPath;
  if (!record || !path) throw new Error(`no transcript of ${sessionId}`);
  const identity = readSessionIdentity(path);
  if (identity.sessionId !== record.nativeSessionId) throw new Error("a foreign transcript");
  const { cwd, provider, modelId: model } = identity;
  return { cwd, provider, model, session: ["--session", path], explicitExtensionArgs: [] };
}

export const childEnvironment = (_plan: Plan): Record<string, string> => ({});
