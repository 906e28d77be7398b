// The new name marks it as resumable all the same; only comparing what the session says shows it.
import { defineCanary } from "./canary.ts";
import { lastEntry, rewriteSession } from "./parts.ts";

export const renamesSession = defineCanary({
  name: "renames-session",
  breaks: "the session is given another title before it is resumed",
  claim: "settings-kept",
  alone: true,
  source: "bug",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      await rewriteSession(seams, (text) => text + renamed(text));
      fire("its last name has another title");
      return seams.start(launch, directory);
    },
  }),
});

function renamed(text: string): string {
  const [old = ""] = /"name":"[^"]*"/.exec(text) ?? [];
  const { id } = lastEntry(text);
  const timestamp = "2030-01-15T12:00:00.000Z";
  const entry = { type: "session_info", id: "0ca9a217", parentId: id, timestamp };
  return `${JSON.stringify(entry).slice(0, -1)},${old.replace(/--[a-z0-9-]*__/, "--other-title__")}}\n`;
}
