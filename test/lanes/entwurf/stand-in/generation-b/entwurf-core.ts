// Stand-in, generation B: the session is named by its path, so nobody looks it up by its id.
import { readFileSync } from "node:fs";

export function readSessionIdentity(path: string) {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  const entries = lines.map((line) => JSON.parse(line));
  const model = entries.find(({ type }) => type === "model_change");
  const { id: sessionId, cwd } = entries[0];
  return { sessionId, cwd, provider: model.provider, modelId: model.modelId };
}
