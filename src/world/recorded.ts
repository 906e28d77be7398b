// What is wrong with a recorded file, in words: the first field that is damaged, by its path.
import type { z } from "zod";

/** `plan[3].lane: Invalid input: expected string, received number` */
export function firstFault({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return "it is damaged";
  const path = issue.path.reduce<string>(joined, "");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}

function joined(path: string, part: PropertyKey): string {
  if (typeof part === "number") return `${path}[${part}]`;
  return path === "" ? String(part) : `${path}.${String(part)}`;
}
