// What a command line asks of pi, in neutral words. Pure; it also reads what lanes of other packages give.
import type { LaunchAsked } from "../../evidence/event.ts";

export function readInvocation(words: readonly string[]): LaunchAsked {
  const option = (name: string): string | null => {
    const index = words.indexOf(name);
    return index < 0 ? null : (words[index + 1] ?? null);
  };
  return {
    kind: kindOf(words),
    provider: option("--provider"),
    model: option("--model"),
    approve: words.includes("--approve"),
    session: option("--session") ?? option("--session-id"),
    name: option("--name"),
    thinking: option("--thinking"),
  };
}

function kindOf(words: readonly string[]): LaunchAsked["kind"] {
  if (words.includes("--entwurf-control")) return "resident";
  return words.includes("--name") ? "seed" : "one-shot";
}
