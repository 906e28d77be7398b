// What a model can do wrong during the resumed turn.
import type { Scenario } from "../../scenario.ts";
import { connectionReset } from "./connection-reset.ts";
import { emptyReply } from "./empty-reply.ts";
import { errorQuotesNonce } from "./error-quotes-nonce.ts";
import { hangingModel } from "./hanging-model.ts";
import { rateLimited } from "./rate-limited.ts";
import { rateLimitedOnce } from "./rate-limited-once.ts";
import { reasoningOnly } from "./reasoning-only.ts";
import { serverError } from "./server-error.ts";
import { slowFirstToken } from "./slow-first-token.ts";
import { splitNonce } from "./split-nonce.ts";
import { stoppedByLength } from "./stopped-by-length.ts";
import { toolArgumentsOnly } from "./tool-arguments-only.ts";
import { truncatedStream } from "./truncated-stream.ts";
import { unauthorised } from "./unauthorised.ts";
import { unfinishedStream } from "./unfinished-stream.ts";
import { wrongReply } from "./wrong-reply.ts";

export const providerScenarios: readonly Scenario[] = [
  rateLimitedOnce,
  slowFirstToken,
  rateLimited,
  serverError,
  unauthorised,
  connectionReset,
  truncatedStream,
  unfinishedStream,
  hangingModel,
  emptyReply,
  reasoningOnly,
  toolArgumentsOnly,
  stoppedByLength,
  wrongReply,
  splitNonce,
  errorQuotesNonce,
];
