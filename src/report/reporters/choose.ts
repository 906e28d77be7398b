// Which reports are made and where each goes: from the command line, else from the config, else the
// table. Pure; what is wrong is refused, all of it at once.
import { isAbsolute, resolve } from "node:path";
import { nearest } from "../../matrix/config/nearest.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { reporters as builtIn } from "./index.ts";
import { faultsOfReporter } from "./own.ts";
import type { Reporter } from "./reporter.ts";
import { table } from "./table.ts";

export interface ChosenReport {
  readonly reporter: Reporter;
  /** Absolute; null for standard output. */
  readonly file: string | null;
}

export interface Wish {
  /** Of the command line: `name` or `name=file`. */
  readonly named: readonly string[];
  readonly workingDirectory: string;
  /** The config's `reporters`: names like those, and reporters of the user's own. */
  readonly configured: unknown;
  readonly configDirectory: string;
}

interface Listed {
  readonly where: string;
  readonly entry: unknown;
  readonly directory: string;
}

/** @throws UsageError for a name that nobody has, and for two reports in one place. */
export function chooseReports({ named, configured, ...at }: Wish): readonly ChosenReport[] {
  const faults: Fault[] = [];
  const own = listOf(configured, at.configDirectory, faults);
  const known = [...builtIn, ...own.map(({ entry }) => entry).filter(isReporter)];
  const wanted: readonly Listed[] =
    named.length > 0
      ? named.map((entry) => ({ where: "--reporter", entry, directory: at.workingDirectory }))
      : own;
  const chosen = wanted.flatMap((listed) => oneReport(listed, known, faults));
  faults.push(...samePlaces(chosen));
  if (faults.length > 0) throw new UsageError("Nothing is reported.", faults);
  const printed = chosen.some(({ file }) => file === null);
  return printed ? chosen : [{ reporter: table, file: null }, ...chosen];
}

function listOf(configured: unknown, directory: string, faults: Fault[]): readonly Listed[] {
  if (configured === undefined) return [];
  if (!Array.isArray(configured)) {
    faults.push({ where: "reporters", message: "must be a list of names or reporters" });
    return [];
  }
  const sound: Listed[] = [];
  for (const [index, entry] of configured.entries()) {
    const where = `reporters[${index}]`;
    const brought = sound.map((listed) => listed.entry).filter(isReporter);
    const wrong = isReporter(entry) ? faultsOfReporter(entry, where, [...builtIn, ...brought]) : [];
    faults.push(...wrong);
    if (wrong.length === 0) sound.push({ where, entry, directory });
  }
  return sound;
}

/** What is in a config and is an object is checked to be one before anything else is asked of it. */
const isReporter = (entry: unknown): entry is Reporter =>
  typeof entry === "object" && entry !== null;

function oneReport(
  { where, entry, directory }: Listed,
  known: readonly Reporter[],
  faults: Fault[],
): readonly ChosenReport[] {
  if (isReporter(entry)) return [{ reporter: entry, file: placeOf(entry.file, directory) }];
  if (typeof entry !== "string") {
    faults.push({
      where,
      message: "must be a name, or { name, summary, render(summary, options) }",
    });
    return [];
  }
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(entry) ?? [];
  const reporter = known.find((each) => each.name === name);
  if (reporter === undefined) faults.push({ where, message: unknownName(name, known) });
  if (file === "")
    faults.push({ where, message: `"${entry}" names no file; write ${name}=<file>` });
  return reporter === undefined ? [] : [{ reporter, file: placeOf(file, directory) }];
}

function unknownName(name: string, known: readonly Reporter[]): string {
  const names = known.map((reporter) => reporter.name);
  const near = nearest(name, names);
  const hint = near === null ? `there is ${names.join(", ")}` : `did you mean "${near}"?`;
  return `no reporter "${name}"; ${hint}`;
}

const placeOf = (file: string | undefined, directory: string): string | null =>
  file === undefined ? null : isAbsolute(file) ? file : resolve(directory, file);

function samePlaces(chosen: readonly ChosenReport[]): readonly Fault[] {
  const places = Map.groupBy(chosen, ({ file }) => file);
  return [...places].flatMap(([file, own]) => {
    if (own.length < 2) return [];
    const names = own.map(({ reporter }) => reporter.name).join(" and ");
    const place = file ?? "standard output";
    return [
      { where: "--reporter", message: `${names} would both go to ${place}; write <name>=<file>` },
    ];
  });
}
