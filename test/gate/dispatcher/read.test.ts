import { describe, expect, test } from "vitest";
import type { DispatcherRequest } from "../../../src/gate/dispatcher/protocol.ts";
import { readForeignEvent, readRequest } from "../../../src/gate/dispatcher/read.ts";
import { plainV2 } from "../../invariants/sample.ts";

const { cell } = plainV2;
const request = {
  cell,
  versions: { tool: "0.1.0" },
  lane: { name: "v2" },
  scenario: { name: "plain" },
  agent: { agent: "pi" },
  dispatch: 1,
  intent: "owned-outcome",
  message: "m",
  eventsPath: "/e",
  startPath: "/s",
  stays: false,
  gardenId: cell.gardenId,
} as unknown as DispatcherRequest;

describe("a dispatcher's request", () => {
  test("is read as it was written, with what another build adds", () => {
    const more = { ...request, later: 1 };
    expect(readRequest("r.json", JSON.stringify(more))).toEqual(more);
  });

  test.each([
    ["cell", { cell: null }],
    ["cell.paths.root", { cell: { ...cell, paths: {} } }],
    ["cell.timeouts.pollMs", { cell: { ...cell, timeouts: { pollMs: "1" } } }],
    ["lane.name", { lane: "v2" }],
    ["intent", { intent: "any" }],
    ["stays", { stays: "no" }],
  ])("with a damaged %s is refused, naming file and field", (path, changes) => {
    const text = JSON.stringify({ ...request, ...changes });
    expect(() => readRequest("r.json", text)).toThrow(`r.json: ${path} must be `);
  });

  test("that was cut off is refused, naming the file", () => {
    expect(() => readRequest("r.json", '{"cell"')).toThrow("r.json is no JSON");
  });
});

describe("a dispatcher's event", () => {
  test.each(plainV2.events.map((event) => [event.type, event]))("%s is read", (_type, event) => {
    const foreign = { monotonicMs: 1, event };
    expect(readForeignEvent(JSON.stringify(foreign))).toEqual(foreign);
  });

  const started = plainV2.events.find(({ type }) => type === "child-started");
  test.each([
    ["monotonicMs", { event: started }],
    ["event.type", { monotonicMs: 1, event: { type: "no-such" } }],
    ["event.pid", { monotonicMs: 1, event: { ...started, pid: "1" } }],
    ["event.outcome.kind", { monotonicMs: 1, event: { type: "dispatch-returned" } }],
    ["is no JSON", "text"],
  ])("with a damaged %s is refused, naming it", (path, value) => {
    const line = typeof value === "string" ? value : JSON.stringify(value);
    expect(() => readForeignEvent(line)).toThrow(path);
  });
});
