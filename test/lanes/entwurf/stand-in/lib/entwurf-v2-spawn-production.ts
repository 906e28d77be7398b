// Stand-in: what a resume is launched with.
import { findSessionFileById, readSessionIdentity } from "./entwurf-core.ts";

export interface Plan {
  readonly sessionId: string;
}

export function resolveResumeLaunchIdentity({ sessionId }: Plan) {
  const path = findSessionFileById(sessionId);
  const identity = path === null ? null : readSessionIdentity(path);
  if (identity === null) throw new Error(`no session of ${sessionId}`);
  const { cwd, provider, modelId: model } = identity;
  return { cwd, provider, model, session: ["--session-id", sessionId], explicitExtensionArgs: [] };
}

export const childEnvironment = ({ sessionId }: Plan): Record<string, string> => ({
  PI_SHELL_ACP_V2_RESUME_RESIDENT_SESSION_ID: sessionId,
});
