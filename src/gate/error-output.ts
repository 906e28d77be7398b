// The end of what a child said on its standard error, kept to explain why it failed. Secrets
// are taken out before anything is cut, since half a secret would not be recognised.
import type { ChildRole } from "../evidence/event.ts";
import { printableLines } from "../world/printable.ts";
import type { Stage } from "./stage.ts";

/** As much as is looked at, in bytes, and as much as is kept of it, in lines and characters. */
const looked = 16 * 1024;
const mostLines = 5;
const longestLine = 300;

/** Records nothing where nothing was said, or nothing can be read: it is only a hint. */
export async function recordErrorOutput(stage: Stage, role: ChildRole): Promise<void> {
  const started = stage.children.findLast((child) => child.role === role);
  if (started === undefined) return;
  const lines = await lastLines(stage, started.errorPath).catch(() => []);
  if (lines.length === 0) return;
  stage.record({ type: "error-output", child: started.child, role, lines });
}

async function lastLines({ world, context }: Stage, path: string): Promise<string[]> {
  const { bytes } = await world.files.inspect(path);
  const offset = Math.max(0, bytes - looked);
  const text = new TextDecoder().decode(await world.files.readBytes(path, offset, looked));
  // The first line of a part may begin within a word.
  const whole = offset === 0 ? text : text.slice(text.indexOf("\n") + 1);
  const redact = context.redact ?? ((words: string) => words);
  const said = printableLines(redact(printableLines(whole).join("\n")));
  return said
    .filter((line) => !isNoise(line))
    .slice(-mostLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line));
}

/** The last `most` characters. Half a secret would not be recognised: it is taken out before anything is cut. */
export function lastWords({ context }: Pick<Stage, "context">, text: string, most: number): string {
  return (context.redact?.(text) ?? text).trim().slice(-most);
}

/** Where in some code an error was thrown says nothing to who asks what went wrong. */
const isNoise = (line: string) => /^at .*[):]\d*|^at \S+$|^\^+$|^Node\.js v\d/.test(line);
