// A whole record of a run as a value, as builds write it.
import { defaultTimeouts } from "../../src/matrix/config/config.ts";
import { type RunRecord, runFormat, runVersion } from "../../src/matrix/store/run-record.ts";
import { versionsOf } from "./results.ts";

const target = { agent: "pi", provider: "openai", model: "gpt-5.4" };

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const where = { target: { ...target, wireApi: null }, lane: "v2", scenario: "plain" };
  return {
    format: runFormat,
    version: runVersion,
    run: "20300102-030405-a1b2",
    runner: { pid: 1, startTime: "1" },
    startedAt: "2030-01-02T03:04:05.000Z",
    endedAt: null,
    config: {
      targets: [target],
      lanes: ["v2"],
      scenarios: ["plain"],
      showcase: null,
      repeat: 1,
      workers: 1,
      workersPerProvider: 1,
      timeouts: defaultTimeouts,
      output: "/out",
      fidelity: "loopback",
      modelLatencyMs: 0,
      pi: null,
      socketDirectory: null,
    },
    versions: versionsOf,
    socketRoot: "/tmp/none",
    plan: [{ ...where, repetition: 1, skip: null }],
    ...changes,
  };
}
