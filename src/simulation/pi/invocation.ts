// What a child was started to do, read from its command line and its environment.
import type { Running } from "../machine/child.ts";

export interface Invocation {
  readonly sessionId: string;
  readonly provider: string;
  readonly model: string;
  readonly name: string | null;
  readonly prompt: string;
  readonly cwd: string;
  readonly sessionDirectory: string;
  /** Where its control socket goes; null without the extension. */
  readonly socketPath: string | null;
  readonly stays: boolean;
}

export function readInvocation({ request }: Running): Invocation {
  const { arguments: words, environment, workingDirectory: cwd } = request;
  const option = (name: string): string | null => {
    const index = words.indexOf(name);
    return index < 0 ? null : (words[index + 1] ?? null);
  };
  const sessionId = option("--session-id") ?? "";
  const controlled = words.includes("--entwurf-control");
  const directory = environment.RESUME_MATRIX_CONTROL_DIR;
  return {
    sessionId,
    cwd,
    provider: option("--provider") ?? "",
    model: option("--model") ?? "",
    name: option("--name"),
    prompt: words.at(-1) ?? "",
    sessionDirectory: environment.PI_CODING_AGENT_SESSION_DIR ?? "",
    socketPath: controlled && directory ? `${directory}/${sessionId}.sock` : null,
    stays: environment.RESUME_MATRIX_RESIDENT_SESSION_ID === sessionId,
  };
}
