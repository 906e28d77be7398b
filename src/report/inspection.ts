// What is in a session file, and what would become of it, as text. Pure.
import type { Inspection } from "../agents/inspection.ts";
import { plain } from "./plain.ts";

type Request = Inspection["requests"][number];
type Repair = Inspection["repairs"][number];

export function renderInspection(path: string, found: Inspection): string {
  const sections = [
    fileLines(path, found),
    ["", "In it:", ...indented(contentLines(found))],
    ["", "Repaired by pi before it sends:", ...indented(repairLines(found.repairs))],
    [
      "",
      "A resume with one more prompt, foreseen from the file as pi 1.5.2 would send it:",
      ...indented(
        found.requests.flatMap((each) => requestLines(each, found.file.unread.length > 0)),
      ),
      "",
      "Foreseen, not tried: it is called as before; signatures are taken as intact; sizes are rough.",
      "`matrix run --history <this file>` resumes a copy of it.",
    ],
  ];
  return `${sections.flat().join("\n")}\n`;
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function fileLines(path: string, { header, file }: Inspection): string[] {
  const { bytes, lines, longestLine, byteOrderMark, tornTail, unreadable, unread } = file;
  const longest = `the longest, line ${longestLine.line}, has ${size(longestLine.bytes)}`;
  return [
    `${plain(path)}: ${size(bytes)}, ${count(lines, "line")}; ${longest}`,
    header === null
      ? "No header that can be read: pi takes the file for no session"
      : `Session ${plain(header.id)}, version ${header.version}, of ${plain(header.cwd)}`,
    ...(byteOrderMark ? ["A byte-order mark leads: pi cannot read the header after it"] : []),
    ...(tornTail ? ["The last line is torn: it was cut off while it was written"] : []),
    ...listed("No JSON, passed over by pi: line", unreadable),
    ...listed("Too dense to be read here, only counted: line", unread),
  ];
}

const listed = (what: string, lines: readonly number[]): string[] =>
  lines.length === 0 ? [] : [`${what} ${some(lines.map(String))}`];

function contentLines(found: Inspection): string[] {
  const { entries, tree, models, thinkingLevels, blocks, compactions } = found;
  const { calls, images, thinking } = blocks;
  const kinds = Object.entries(entries).map(([kind, many]) => `${many} ${plain(kind)}`);
  const chain = `${count(tree.onPath, "entry", "entries")} to leaf ${plain(tree.leaf ?? "none")}`;
  const named = models.map(({ provider, model, line }) => `${provider}/${model} (line ${line})`);
  const levels = thinkingLevels.map(({ level, line }) => `${level} (line ${line})`);
  const thought = `${thinking.signed} signed, ${thinking.redacted} redacted`;
  return [
    `entries: ${kinds.join(", ")}`,
    `path: ${chain}; ${tree.offPath} on other branches, ${count(tree.branchPoints, "branch point")}`,
    `models: ${named.length === 0 ? "none" : some(named)}`,
    ...(levels.length === 0 ? [] : [`thinking level: ${some(levels)}`]),
    `blocks: ${count(calls, "call")}, ${thinking.count} of thinking (${thought}), ${count(images.count, "image")} (${size(images.bytes)})`,
    ...listed("compaction: line", compactions),
    ...orphanLines(found),
    ...lostLines(tree),
  ];
}

function orphanLines({ orphanCalls, orphanResults }: Inspection): string[] {
  const told = (orphans: Inspection["orphanCalls"]) =>
    some(orphans.map(({ line, name, id }) => `${name} ${id} (line ${line})`));
  return [
    ...(orphanCalls.length === 0 ? [] : [`calls without a result: ${told(orphanCalls)}`]),
    ...(orphanResults.length === 0 ? [] : [`results without a call: ${told(orphanResults)}`]),
  ];
}

function lostLines({ lost, pathIsCut }: Inspection["tree"]): string[] {
  if (lost.length === 0) return [];
  const places = some(lost.map(({ line, parentId }) => `${parentId} (parent of line ${line})`));
  const cost = pathIsCut ? "; all before it is forgotten on resume, without a word" : "";
  return [`lost lines: ${places}${cost}`];
}

const repairWords: Readonly<Record<Repair["kind"], string>> = {
  "reply-dropped": "a reply that failed is left out",
  "result-added": "a call without a result gets “No result provided”",
  "thinking-dropped": "thinking of another model is left out",
  "edited-out": "an entry that a later one takes back is left out",
};

function repairLines(repairs: readonly Repair[]): string[] {
  const kinds = [...new Set(repairs.map(({ kind }) => kind))];
  if (kinds.length === 0) return ["nothing"];
  return kinds.map((kind) => {
    const lines = repairs.filter((repair) => repair.kind === kind).map(({ line }) => `${line}`);
    return `repaired: ${repairWords[kind]} (line ${some(lines)})`;
  });
}

function requestLines(request: Request, isPartial: boolean): string[] {
  const { api, provider, model, isOwnModel, bytes, tokens, messages } = request;
  const firm = request.breaches.filter(({ strength }) => strength === "firm");
  const other = request.breaches.filter(({ strength }) => strength !== "firm");
  const whose = isOwnModel ? "its own model" : "for example";
  const amount = `${count(messages, "message")}, about ${size(bytes)}, roughly ${tokens} tokens`;
  const fine = isPartial ? "no rule is broken by what was read of it" : "no rule is broken";
  const verdict = firm.length > 0 ? "would be refused" : fine;
  return [
    `${api} (${whose}, ${plain(`${provider}/${model}`)}): ${verdict}; ${amount}`,
    ...byRule(firm).map((line) => `  refused by ${line}`),
    ...byRule(other).map((line) => `  ${line}`),
    ...(request.repairs.length === 0 ? [] : indented(repairLines(request.repairs))),
  ];
}

function byRule(breaches: Request["breaches"]): string[] {
  const rules = new Map(breaches.map((breach) => [breach.rule, breach]));
  return [...rules.values()].map(({ rule, strength, sentence, path }) => {
    const doubt = strength === "firm" ? "" : ` (${strength}: perhaps)`;
    return `${rule}${doubt}: ${sentence} At ${plain(path)}`;
  });
}

const mostTold = 5;

function some(values: readonly string[]): string {
  const told = values.slice(0, mostTold).map((value) => plain(value));
  const more = values.length - told.length;
  return `${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const count = (many: number, one: string, more = `${one}s`) => `${many} ${many === 1 ? one : more}`;

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
