// What pi does with a session by itself, as commands for a shell: no lane and no gate is in them, only pi
// and the embedded provider. Pure.
import type { DemonstratedTurn, Demonstration } from "../built-in.ts";

const token = "cedar-1";
const first = `Please remember this token for later: ${token}`;
const asked =
  'Reply with one line, made by joining these parts with nothing between them: "it is " and the token I asked you to remember';

/** In an empty directory, with what `loopback` prints for the provider. */
export function alone({ provider, model, turns, edit, made }: Demonstration): string {
  const pi = `pi -p --provider ${provider} --model ${model}`;
  const again = `${pi} --session "$session" ${quoted(asked)}`;
  const look = 'session=$(ls -t "$PI_CODING_AGENT_DIR"/sessions/*/*.jsonl | head -1)';
  const own = [
    `${pi} --session-id demo ${quoted(first)}`,
    ...turns.flatMap((turn) => turnOf(`${pi} --session-id demo`, turn)),
    look,
    ...(edit === null ? [] : [edit]),
  ];
  const commands = made === null ? own : [made];
  return `${[...commands, again, again].join("\n")}\n`;
}

/** In the words of a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function turnOf(pi: string, { prompt, ended }: DemonstratedTurn): readonly string[] {
  if (ended === null) return [`${pi} ${quoted(prompt)}`];
  if (ended.by === "abort") {
    return [`${pi} --extension src/agents/pi/faults/aborts-tool.ts ${quoted(prompt)}`];
  }
  const signal = ended.by.replace("SIG", "");
  const wait = ended.marks.map((mark) => `until test -e ${mark}; do sleep 1; done`);
  return [
    `${pi} ${quoted(prompt)} & agent=$!`,
    ...(wait.length === 0 ? ["sleep 5"] : wait),
    `kill -${signal} $agent`,
    ...(wait.length === 0 ? [] : ["ps -eo pid,args | grep '[s]leep 300'"]),
  ];
}
