// Reads a request for good: in the neutral shape, and as the provider's rules and cache look at it.
// Where a connection keeps what was said, the whole conversation is put together again.

import type { Exchange } from "./exchange.ts";
import { providerOf } from "./record.ts";
import type { ModelRequest } from "./reply.ts";
import { heardOf } from "./rules/judge.ts";
import type { Heard } from "./rules/rule.ts";
import { positionOf } from "./rules/shared/ids.ts";
import { type DirectedStep, directedStep, isDirected } from "./steps.ts";
import type { WireFormat } from "./wire/format.ts";
import { BadRequest, type JsonObject, objectAt } from "./wire/shape.ts";

export interface HeardRequest {
  readonly request: ModelRequest;
  readonly heard: Heard;
  /** Which reply of the conversation is asked for; ids are made from it. */
  readonly position: number;
  /** What the prompt tells the model to do now, if it tells it step by step. */
  readonly step: DirectedStep | null;
  readonly isDirected: boolean;
}

/** A request that does not fit the wire format is returned as the error that says so. */
export function hear(
  format: WireFormat,
  exchange: Exchange,
  path: string,
): HeardRequest | BadRequest {
  try {
    const sent = parseJson(exchange.body);
    const { request, body } = whole(format.parse(sent, path), sent, exchange);
    const { headers } = exchange;
    const { api, model } = request;
    const heard = heardOf({ api, model, body, headers, provider: providerOf(path) });
    const position = positionOf(heard.outline);
    const step = directedStep(heard.outline, position);
    return { request, heard, position, step, isDirected: isDirected(heard.outline) };
  } catch (error) {
    if (error instanceof BadRequest) return error;
    throw error;
  }
}

function whole(
  request: ModelRequest,
  sent: unknown,
  exchange: Exchange,
): { request: ModelRequest; body: JsonObject } {
  const body = objectAt(sent, "body");
  if (request.continues === undefined) return { request, body };
  const earlier = exchange.history?.get(request.continues);
  if (earlier === undefined) {
    const message = `No response "${request.continues}" on this connection. Send the whole input.`;
    throw new BadRequest(message, { code: "previous_response_not_found" });
  }
  // Instructions come anew with each request; only what was said is kept.
  const said = earlier.messages.filter(({ role }) => role !== "system");
  const more = Array.isArray(body.input) ? body.input : [];
  return {
    request: { ...request, messages: [...said, ...request.messages] },
    body: { ...body, input: [...earlier.input, ...more] },
  };
}

function parseJson(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`The body is not JSON: ${(error as Error).message}`);
  }
}
