// Spans on their way to a collector: what arrives has OTLP's shape, and what does not arrive changes nothing.
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { Io } from "../../src/commands/command.ts";
import { exportSpans } from "../../src/commands/export-spans.ts";
import { type SpanOptions, spanTarget } from "../../src/commands/span-target.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { result, versionsOf } from "../matrix/results.ts";
import { inProcess } from "./in-process.ts";

const attributes = z.array(
  z.strictObject({
    key: z.string().min(1),
    value: z.union([
      z.strictObject({ stringValue: z.string() }),
      z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
      z.strictObject({ boolValue: z.boolean() }),
    ]),
  }),
);
const nanoseconds = z.string().regex(/^\d{19}$/);
const span = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.literal(1),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  events: z
    .array(z.strictObject({ timeUnixNano: nanoseconds, name: z.string(), attributes }))
    .optional(),
  status: z.strictObject({ code: z.number().int().min(0).max(2), message: z.string().optional() }),
});
/** `ExportTraceServiceRequest` of opentelemetry-proto, as far as it is written here. */
const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(span),
        }),
      ),
    }),
  ),
});

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function collector(answer: RequestListener = (_request, response) => response.end("{}")) {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    received.push({ path: incoming.url ?? "", headers: incoming.headers, body });
    answer(incoming, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spans = () =>
    received
      .flatMap(({ body }) => request.parse(JSON.parse(body)).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return { address, received, spans };
}

function configured(changes: object = {}) {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "two/bad"], ...changes });
  return place;
}

describe("a run that is asked for spans", () => {
  test("sends one for each cell and phase, once, without what was said", async () => {
    const { address, received, spans } = await collector();
    const { code, stderr } = await inProcess(configured(), ["--otlp", `${address}/base/`]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.not.stringContaining("Telemetry") });
    expect(received).toMatchObject([
      { path: "/base/v1/traces", headers: { "content-type": "application/json" } },
    ]);
    expect(spans().map(({ name, status }) => [name, status.code])).toEqual([
      ["cell", 1],
      ["seed", 0],
      ["cell", 2],
      ["seed", 2],
    ]);
    expect(received[0]?.body).not.toContain("the model is");
  });

  test.each([
    ["the flag", {}, ["--otlp-content"]],
    ["the config", { otlpContent: true }, []],
  ])("sends what was said where %s asks for it", async (_where, config, flags) => {
    const { address, received } = await collector();
    await inProcess(configured({ ...config, otlp: address }), flags);
    expect(received[0]?.body).toContain("the model is bad");
  });

  test.each([
    [
      "is refused",
      (_: unknown, response: { writeHead(code: number): { end(): void } }) =>
        response.writeHead(503).end(),
      "it answered 503",
    ],
    [
      "loses some",
      (_: unknown, response: { end(text: string): void }) =>
        response.end(
          JSON.stringify({ partialSuccess: { rejectedSpans: "2", errorMessage: "full\u001b[2J" } }),
        ),
      "it rejected 2 spans: full",
    ],
  ] as const)(
    "says in one line where it %s, and comes to the same result",
    async (_how, answer, words) => {
      const { address } = await collector(answer as RequestListener);
      const place = configured();
      const without = await inProcess(place, []);
      const { code, stdout, stderr } = await inProcess(place, ["--otlp", address]);
      const line = `OpenTelemetry: 0 of 2 cells were sent to ${address}/v1/traces: ${words}. The result stands.\n`;
      expect(stderr.endsWith(line)).toBe(true);
      expect(code).toBe(without.code);
      expect(stdout).toContain("FAIL: 2 planned, 1 pass, 1 fail");
    },
  );

  test("says so where nobody listens", async () => {
    const { code, stderr } = await inProcess(configured(), ["--otlp", "http://127.0.0.1:9"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /0 of 2 cells were sent to http:\/\/127\.0\.0\.1:9\/v1\/traces: .+\. The result stands\.\n$/,
    );
  });

  test("keeps a password of the address to itself and the collector", async () => {
    const { address, received } = await collector((_request, response) => {
      response.writeHead(500).end();
    });
    const withPassword = address.replace("//", "//me:se%20cret@");
    const { stderr } = await inProcess(configured(), ["--otlp", withPassword]);
    const authorization = `Basic ${Buffer.from("me:se cret").toString("base64")}`;
    expect(received[0]?.headers).toMatchObject({ authorization });
    expect(stderr).toContain("it answered 500");
    expect(stderr).not.toMatch(/se.{0,3}cret/);
  });

  test("refuses what is no address before anything is run", async () => {
    const { code, stdout, stderr } = await inProcess(configured(), ["--otlp", "collector:4318"]);
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain('--otlp: "collector:4318" is no address');
  });
});

test("a collector that never answers is waited for no longer than the bound", async () => {
  const { address, received } = await collector(() => undefined);
  const facts = { run: "r", directory: "/none", fidelity: "loopback", interrupted: false } as const;
  const summary = summarise([result(), result({ repetition: 2 })], {
    ...facts,
    versions: versionsOf,
  });
  const said: string[] = [];
  const io = {
    stderr: { columns: null, write: (text: string) => void said.push(text) },
    interruption: new AbortController().signal,
  };
  const to = { url: `${address}/v1/traces`, headers: {}, withContent: false };
  await exportSpans(summary, to, io, { requestMs: 50, totalMs: 10_000, cellsPerRequest: 1 });
  expect(said.join("")).toContain("it did not answer in time");
  expect(received).toHaveLength(1);
});

describe("where spans go", () => {
  const target = (options: SpanOptions, environment: Record<string, string> = {}, config = {}) =>
    spanTarget(options, { environment, workingDirectory: configured(config) } as unknown as Io);
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.test:4318" };

  test("is nowhere, whatever the environment says, unless somebody asks", async () => {
    expect(await target({}, endpoint)).toBeNull();
    expect(await target({}, endpoint, { otlp: false })).toBeNull();
  });

  test.each([
    [{ otlp: true }, {}, {}, "http://localhost:4318/v1/traces"],
    [{ otlp: true }, endpoint, {}, "http://collector.test:4318/v1/traces"],
    [{}, endpoint, { otlp: true }, "http://collector.test:4318/v1/traces"],
    [{ otlp: "http://own.test/v1/traces" }, endpoint, {}, "http://own.test/v1/traces"],
    [
      { otlp: true },
      { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://t.test/x" },
      {},
      "http://t.test/x",
    ],
  ] as const)("is said by %j, %j and %j", async (options, environment, config, url) => {
    expect((await target(options, environment, config))?.url).toBe(url);
  });

  test("has the headers of the environment", async () => {
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: "api-key=a%20b, x = y,broken" };
    expect((await target({ otlp: true }, headers))?.headers).toEqual({ "api-key": "a b", x: "y" });
  });
});
