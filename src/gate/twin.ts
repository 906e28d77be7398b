// The twin of a resumed process is the seed's own: it goes on with the prompt that the resumed one will
// get. What it added to the session is taken away again, so that the session is what it was before.
import { ownPaths, readSessions } from "./observe/session.ts";
import type { Stage } from "./stage.ts";

/** Cuts the session off before the twin's prompt; does nothing where there is none. */
export async function cutTwinOff(stage: Stage): Promise<void> {
  const { world, cell, context } = stage;
  const [path] = ownPaths(stage, await readSessions(stage));
  if (path === undefined) return;
  const lines = (await world.files.readText(path)).split("\n");
  const from = lines.findIndex((line) => {
    const parsed = context.agent.parseLine(line);
    if (parsed.kind !== "entry" || parsed.entry.role !== "user") return false;
    return parsed.entry.text.includes(cell.nonces.resumeUser);
  });
  if (from < 0) return;
  // In one step: nobody may find half a session.
  await world.files.writeText(`${path}.cut`, `${lines.slice(0, from).join("\n")}\n`, 0o600);
  await world.files.rename(`${path}.cut`, path);
}
