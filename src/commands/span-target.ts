// Where spans go, if anywhere: asked for by the flag or the config alone. The variables of OpenTelemetry say where to,
// and never whether.
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";
import type { SpanExport } from "./export-spans.ts";

export interface SpanOptions {
  /** The collector's address; true for that of the environment. */
  readonly otlp?: string | true;
  readonly otlpContent?: boolean;
  readonly config?: string;
}

/** Of a collector on this machine. */
const usual = "http://localhost:4318";

/** Null where nobody asked. @throws UsageError for what is no address. */
export async function spanTarget(options: SpanOptions, io: Io): Promise<SpanExport | null> {
  const configured = await fromConfig(options, io);
  const asked = options.otlp ?? configured.otlp;
  if (asked === undefined || asked === false) return null;
  const { environment } = io;
  const exact = asked === true ? environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT : undefined;
  const base = asked === true ? environment.OTEL_EXPORTER_OTLP_ENDPOINT || usual : asked;
  const url = exact ? addressFrom(exact) : tracesBelow(addressFrom(base));
  const headers = headersIn(environment.OTEL_EXPORTER_OTLP_HEADERS ?? "");
  const { username, password } = url;
  [url.username, url.password] = ["", ""];
  const pair = [username, password].map(decodeURIComponent).join(":");
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  return {
    url: url.href,
    headers: username === "" ? headers : { ...headers, authorization },
    withContent: options.otlpContent ?? configured.otlpContent === true,
  };
}

async function fromConfig({ config }: SpanOptions, { workingDirectory }: Io) {
  const { isConfigIn, loadConfig } = await import("../matrix/config/load.ts");
  if (config === undefined && !isConfigIn(workingDirectory)) return {};
  const loaded = await loadConfig(workingDirectory, config).catch((error: unknown) => {
    // The run itself will say what is wrong with it.
    if (error instanceof UsageError) return { value: {} };
    throw error;
  });
  return Object(loaded.value) as {
    readonly otlp?: string | boolean;
    readonly otlpContent?: boolean;
  };
}

function addressFrom(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  const message = `"${text}" is no address; write one such as ${usual}`;
  throw new UsageError("No spans can be sent; nothing was run.", [{ where: "--otlp", message }]);
}

/** As the specification has it: a base address gets the signal's path, once. */
function tracesBelow(url: URL): URL {
  if (!url.pathname.endsWith("/v1/traces")) {
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/traces`;
  }
  return url;
}

/** `name=value,name=value`, percent-encoded. What is malformed is left out. */
function headersIn(text: string): Record<string, string> {
  const pairs = text.split(",").flatMap((pair): [string, string][] => {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) return [];
    try {
      return [[name, decodeURIComponent(value)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(pairs);
}
