// It bears another id and disturbs nobody; yet the seed is to leave one session only.
import { join } from "node:path";
import { defineCanary } from "./canary.ts";

export const secondSession = defineCanary({
  name: "second-session",
  breaks: "after the seed somebody else's session lies beside the one to be resumed",
  claim: "dormant-before-resume",
  alone: true,
  source: "claim",
  async before({ files }, { paths }) {
    const path = join(paths.sessionDirectory, "foreign.jsonl");
    const header = { type: "session", version: 3, id: "foreign", timestamp: "", cwd: paths.root };
    await files.makeDirectory(paths.sessionDirectory, 0o700);
    await files.writeText(path, `${JSON.stringify(header)}\n`, 0o600);
    return path;
  },
});
