// What the lanes and scenarios of a run were, so that it is gone on with by the same ones only. Pure.
import { createHash } from "node:crypto";
import { type Fault, UsageError } from "../../world/usage-error.ts";

/** By name: the first 16 hex digits of a SHA-256 over its data and the text of its functions. */
export interface RecordedDefinitions {
  readonly lanes: Readonly<Record<string, string>>;
  readonly scenarios: Readonly<Record<string, string>>;
}

interface Definitions {
  readonly lanes: readonly Named[];
  readonly scenarios: readonly Named[];
}

type Named = { readonly name: string };

export const recordedDefinitions = ({ lanes, scenarios }: Definitions): RecordedDefinitions => ({
  lanes: Object.fromEntries(lanes.map((lane) => [lane.name, idOf(lane)])),
  scenarios: Object.fromEntries(scenarios.map((scenario) => [scenario.name, idOf(scenario)])),
});

/** What a function calls in other files is not seen: of the built-in ones the commit tells that. */
function idOf(definition: Named): string {
  const seen = new Set<unknown>();
  const text = JSON.stringify(definition, (key, value: unknown) => {
    // What is said of it is no part of what it does.
    if (key === "explained") return undefined;
    if (typeof value === "function" || typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "seen before";
    seen.add(value);
    return value;
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** @throws UsageError naming each that is another one now; what an older build did not record is not compared. */
export function refuseOtherDefinitions(
  then: RecordedDefinitions | undefined,
  definitions: Definitions,
): void {
  if (then === undefined) return;
  const now = recordedDefinitions(definitions);
  const faults: readonly Fault[] = [
    ...differing(then.lanes, now.lanes).map((name) => ({ where: `lane ${name}`, message })),
    ...differing(then.scenarios, now.scenarios).map((name) => ({
      where: `scenario ${name}`,
      message,
    })),
  ];
  if (faults.length === 0) return;
  throw new UsageError("Its cells would be others now; start a new run.", faults);
}

const message = "it is defined otherwise than when the run was begun";

type Ids = RecordedDefinitions["lanes"];

const differing = (then: Ids, now: Ids) =>
  Object.keys(now).filter((name) => then[name] !== undefined && then[name] !== now[name]);
