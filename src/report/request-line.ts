// One request at the embedded provider, as its operator sees it go by.
import type { RequestRecord } from "../loopback/record.ts";
import { plain } from "./plain.ts";

export function requestLine(record: RequestRecord): string {
  const what = record.api ?? `${record.method} ${record.path}`;
  const model = record.model === null ? "" : ` ${record.provider}/${record.model}`;
  const said = record.refusal ?? record.replyText;
  const text = `${what}${model} ${record.status} ${record.outcome} ${Math.round(record.durationMs)} ms  ${said}`;
  const broken = record.breaches.map(
    ({ rule, path, sentence }) => `  ${rule} at ${path}: ${sentence}`,
  );
  return `${[text, ...broken].map((each) => plain(each)).join("\n")}\n`;
}
