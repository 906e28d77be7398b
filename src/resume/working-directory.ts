// Whether a session's own directory is one that a resume can run in. Seen before anything is locked or
// started: a process that cannot be started there would blame its command.
import { isAbsolute } from "node:path";
import { type Files, messageOf } from "../world/world.ts";

/** What is wrong with it, in a sentence; empty where nothing is. */
export async function directoryFlaw(
  files: Pick<Files, "inspect">,
  { path, cwd }: { readonly path: string; readonly cwd: string },
): Promise<string> {
  const named = `the directory ${cwd} that ${path} names`;
  if (!isAbsolute(cwd)) {
    return `${named} is not absolute, and nothing tells where it begins: write its whole path there`;
  }
  try {
    const { kind } = await files.inspect(cwd);
    if (kind === "directory") return "";
    if (kind === "missing") return `${named} is gone: put it back, or a link to where it is now`;
    if (kind !== "symlink") return `${named} is a ${kind === "other" ? "special file" : kind}`;
    // With the dot the link is followed to its end.
    const { kind: behind } = await files.inspect(`${cwd}/.`);
    return behind === "directory" ? "" : `${named} is a link that leads to no directory`;
  } catch (error) {
    return `${named} cannot be looked at: ${messageOf(error)}`;
  }
}
