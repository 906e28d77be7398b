// The gate's own words on a control socket: one line, one answer. It shares the protocol's names with
// the subject and none of its code.
import type { Request, Response } from "../../formats/control-protocol.ts";
import type { Sockets } from "../../world/world.ts";

/**
 * How long a control socket may take to answer the gate, in milliseconds. A machine that stood still for
 * ten seconds has been seen, and a resident that says nothing is none the better for a long wait.
 */
export const answerTimeoutMs = 30_000;

export type Heard =
  | { readonly kind: "yes"; readonly data: Readonly<Record<string, unknown>> }
  /** It answered that it will not. */
  | { readonly kind: "no"; readonly error: string | null }
  /** Nothing that could be read came; `because` is an error code, `no-answer` or `malformed`. */
  | { readonly kind: "nothing"; readonly because: string };

/** Nothing came, neither an answer nor a refusal. */
export const isSilence = (failure: string | null): boolean =>
  failure === "no-answer" || failure === "ETIMEDOUT";

/** `timeoutMs` bounds the connect and, separately, the wait for the answer. */
export async function askOnce(
  sockets: Sockets,
  path: string,
  request: Request,
  timeoutMs: number,
): Promise<Heard> {
  const result = await sockets.connect(path, timeoutMs);
  if (result.kind === "failed") return { kind: "nothing", because: result.code };
  const { connection } = result;
  try {
    const line = JSON.stringify({ type: request.command, ...request });
    // Not awaited: somebody who is stopped would hold it for ever.
    connection.send(`${line}\n`).catch(() => undefined);
    return heardIn(await connection.readLine(timeoutMs));
  } finally {
    connection.close();
  }
}

const responseType: Response["type"] = "response";

function heardIn(line: string | null): Heard {
  if (line === null) return { kind: "nothing", because: "no-answer" };
  const answer = objectIn(line);
  if (answer?.type !== responseType || typeof answer.success !== "boolean") {
    return { kind: "nothing", because: "malformed" };
  }
  if (!answer.success) {
    return { kind: "no", error: typeof answer.error === "string" ? answer.error : null };
  }
  const { data } = answer;
  return { kind: "yes", data: isObject(data) ? data : {} };
}

export type Who = { readonly sessionId: string; readonly pid: number | null };

/** Who is there, or why that is not known; not every implementation says its process id. */
export async function askWhoIsThere(
  sockets: Sockets,
  path: string,
  timeoutMs: number,
): Promise<{ readonly answer: Who; readonly failure: null } | { answer: null; failure: string }> {
  const heard = await askOnce(sockets, path, { command: "get_info" }, timeoutMs);
  if (heard.kind === "nothing") return { answer: null, failure: heard.because };
  if (heard.kind === "no") return { answer: null, failure: "answered" };
  const { sessionId, pid } = heard.data;
  if (typeof sessionId !== "string") return { answer: null, failure: "malformed" };
  return { answer: { sessionId, pid: typeof pid === "number" ? pid : null }, failure: null };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
