// What a child was started to do, read from its command line, its environment and its pipe.
import { readInvocation as readAsked } from "../../agents/pi/invocation.ts";
import { sessionsVariable } from "../../agents/pi/names.ts";
import { parseLaunchMessage } from "../../formats/message.ts";
import type { Running } from "../machine/child.ts";
import type { Disk } from "../machine/files.ts";
import { parseKnownLine } from "./transcript.ts";

export interface Invocation {
  /** Empty for a file that is no session. */
  readonly sessionId: string;
  /** The file that it is to open; null to look for the id. */
  readonly sessionPath: string | null;
  readonly provider: string;
  readonly model: string;
  readonly name: string | null;
  readonly prompt: string;
  readonly cwd: string;
  readonly sessionDirectory: string;
  /** Where its control socket goes; null without the extension. */
  readonly socketPath: string | null;
  readonly stays: boolean;
  /** The one file that its environment allows it to go on with; null where it says nothing. */
  readonly onlyFile: string | null;
}

/** On the command line a text that begins with a slash names a template, into which the rest goes. */
function promptOf({ arguments: words, input }: Running["request"]): string {
  if (words.includes("--launch-message")) return parseLaunchMessage(input ?? "");
  return (words.at(-1) ?? "").replace(/^\/\S+\s/, "");
}

export function readInvocation({ request }: Running, disk: Disk): Invocation {
  const { arguments: words, environment, workingDirectory: cwd } = request;
  const asked = readAsked(words);
  const { session, provider, model, name } = asked;
  // A path has a slash, and an id never has one.
  const sessionPath = session?.includes("/") ? session : null;
  const sessionId = sessionPath === null && session !== null ? session : idIn(disk, sessionPath);
  const controlled = asked.kind === "resident";
  const directory = environment.RESUME_MATRIX_CONTROL_DIR;
  return {
    sessionId,
    sessionPath,
    cwd,
    provider: provider ?? "",
    model: model ?? "",
    name,
    prompt: promptOf(request),
    sessionDirectory: environment[sessionsVariable] ?? "",
    socketPath: controlled && directory ? `${directory}/${sessionId}.sock` : null,
    stays: environment.RESUME_MATRIX_RESIDENT_SESSION_ID === sessionId,
    onlyFile: environment.RESUME_MATRIX_RESIDENT_SESSION_FILE ?? null,
  };
}

function idIn(disk: Disk, path: string | null): string {
  const text = path === null ? "" : (disk.find(path)?.text ?? "");
  const header = parseKnownLine(text.slice(0, text.indexOf("\n")));
  return header.kind === "header" ? header.id : "";
}
