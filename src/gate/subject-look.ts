// The subject's own look at the cell's session, taken by the gate before the resume and after it: would
// the next dispatch find it? It locks nothing, connects to nobody and starts nothing.
import type { EventOf, Moment } from "../evidence/event.ts";
import { type ResolvedAddressee, resolveAddressee } from "../resume/addressee.ts";
import { messageOf } from "../world/world.ts";
import type { Stage } from "./stage.ts";

export async function lookAsSubject(stage: Stage, moment: Moment): Promise<void> {
  const { world, cell, context } = stage;
  const { recordDirectory, sessionDirectory, socketDirectory } = cell.paths;
  const directories = {
    records: recordDirectory,
    sessions: sessionDirectory,
    sockets: socketDirectory,
  };
  const { parseLine } = context.agent;
  const found = await resolveAddressee(world, directories, cell.gardenId, parseLine).then(
    said,
    // A record that cannot be trusted is refused with an error.
    (error) => ({ path: null, flaw: messageOf(error) }),
  );
  stage.record({ type: "subject-looked", moment, ...found });
}

type Look = Pick<EventOf<"subject-looked">, "path" | "flaw" | "session">;

function said(target: ResolvedAddressee): Look {
  switch (target.kind) {
    case "citizen": {
      const { session, flaw } = target;
      if (session === null) return { path: null, flaw };
      const { path, cwd, provider, model } = session;
      return { path, flaw, session: { cwd, provider, model } };
    }
    case "rejected":
      return { path: null, flaw: target.because };
    default:
      return { path: null, flaw: `it is a ${target.kind}` };
  }
}
