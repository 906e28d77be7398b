// What stands between the gate and a dispatcher is read with care on both sides: a damaged field is
// told by its path. By hand and not by schemas: eight dispatchers at once have to come up quickly.
import { isEventType } from "../../evidence/event-types.ts";
import { intents } from "../../formats/intent.ts";
import type { DispatcherRequest, ForeignEvent } from "./protocol.ts";

class DispatcherFormatError extends Error {
  override readonly name = "DispatcherFormatError";
}

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const flag: Check = (value) => typeof value === "boolean";
const object: Check = (value) => typeof value === "object" && value !== null;

/** By their paths; the first that does not hold is named. */
const requestFields: readonly (readonly [path: string, check: Check, expected: string])[] = [
  ["cell", object, "an object"],
  ["cell.gardenId", text, "a text"],
  ["cell.lane", text, "a text"],
  ["cell.scenario", text, "a text"],
  ["cell.target", object, "an object"],
  ["cell.target.agent", text, "a text"],
  ["cell.target.provider", text, "a text"],
  ["cell.target.model", text, "a text"],
  ["cell.traits", object, "an object"],
  ["cell.expectation", object, "an object"],
  ["cell.faults", Array.isArray, "a list"],
  ["cell.nonces", object, "an object"],
  ["cell.paths", object, "an object"],
  ["cell.paths.root", text, "a text"],
  ["cell.paths.agentDirectory", text, "a text"],
  ["cell.timeouts", object, "an object"],
  ["cell.timeouts.pollMs", number, "a number"],
  ["lane.name", text, "a text"],
  ["scenario.name", text, "a text"],
  ["agent", object, "an object"],
  ["agent.agent", text, "a text"],
  ["versions", object, "an object"],
  ["dispatch", number, "a number"],
  ["intent", (value) => intents.some((intent) => intent === value), intents.join(" or ")],
  ["message", text, "a text"],
  ["eventsPath", text, "a text"],
  ["startPath", text, "a text"],
  ["stays", flag, "true or false"],
  ["gardenId", text, "a text"],
];

/** @throws DispatcherFormatError naming the file, the field, and what to do. */
export function readRequest(path: string, content: string): DispatcherRequest {
  const value = parsed(content, path);
  for (const [field, check, expected] of requestFields) {
    if (check(at(value, field))) continue;
    throw new DispatcherFormatError(
      `${path}: ${field} must be ${expected}; run the cell again, the gate writes this file anew`,
    );
  }
  return value as DispatcherRequest;
}

/** @throws DispatcherFormatError naming the field. */
export function readForeignEvent(line: string): ForeignEvent {
  const value = parsed(line, "a dispatcher's event");
  const fault = eventFault(value);
  if (fault === null) return value as ForeignEvent;
  throw new DispatcherFormatError(`a dispatcher's event: ${fault} (${line.slice(0, 200)})`);
}

function eventFault(value: unknown): string | null {
  if (!number(at(value, "monotonicMs"))) return "monotonicMs must be a number";
  const type = at(value, "event.type");
  if (typeof type !== "string" || !isEventType(type)) return "event.type names no event";
  if (type === "child-started" && !isStarted(value)) {
    return "event.child, event.role, event.pid or event.startTime is damaged";
  }
  if (type === "dispatch-returned" && !text(at(value, "event.outcome.kind"))) {
    return "event.outcome.kind must be a text";
  }
  return null;
}

/** What is taken over of a child: a wrong pid would have another process ended in its place. */
function isStarted(value: unknown): boolean {
  const [pid, child] = [at(value, "event.pid"), at(value, "event.child")];
  return (
    Number.isInteger(pid) &&
    child !== undefined &&
    child !== null &&
    text(at(value, "event.role")) &&
    text(at(value, "event.startTime"))
  );
}

function parsed(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new DispatcherFormatError(`${where} is no JSON (${content.slice(0, 200)})`);
  }
}

/** The value at a path of names, or undefined where there is none. */
function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, name) => (object(inner) ? Reflect.get(inner as object, name) : undefined),
      value,
    );
}
