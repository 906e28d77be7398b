// pi as those above know it: everything of it behind the interface of the built-in agent.
import { UsageError } from "../../world/usage-error.ts";
import type { BuiltInAgent } from "../built-in.ts";
import { createPiAgent } from "./adapter.ts";
import { alone } from "./alone.ts";
import { credentialVariables, missingCredential } from "./credentials.ts";
import { findPi, NotPiError } from "./find.ts";
import { withRequestsRead } from "./former-requests.ts";
import { instructions } from "./instructions.ts";
import { isNewer, newestPi } from "./newest.ts";
import { scrubbedEnvironment } from "./redirect.ts";
import { oneShotExtension, residentExtension } from "./resident-extension.ts";
import { assertSession, inspectSession } from "./session/open.ts";
import { redactFile } from "./session/redact-file.ts";
import { readUserDirectory } from "./user-directory.ts";

/** Before it a session held no word of system prompt and tools. */
const firstTelling = "0.86.0";
/** Before it a resume gave the model the tools of a bare launch. */
const firstRestoring = "1.3.0";
/** Before it each piece of a reply came with all that was there of it. */
const firstSayingPieces = "0.84.0";

export const piAgent: BuiltInAgent = {
  name: "pi",
  async find(named, providers) {
    try {
      return await findPi(named ?? undefined, providers);
    } catch (error) {
      throw error instanceof NotPiError ? new UsageError(error.message) : error;
    }
  },
  create: ({ command, commandArguments, version, packageJson }, agentDirectory) =>
    createPiAgent({
      command,
      commandArguments,
      version,
      packageJson,
      residentExtension,
      oneShotExtension,
      agentDirectory,
    }),
  scrubbedEnvironment,
  readUserDirectory,
  missingCredential,
  credentialVariables,
  newest: newestPi,
  isNewer,
  remembers: (version) => ({
    prompt: !isNewer(firstTelling, version),
    tools: !isNewer(firstRestoring, version),
  }),
  repeatsReplies: (version) => isNewer(firstSayingPieces, version),
  alone,
  instructions,
  withRequestsRead,
  sessions: {
    assert: assertSession,
    inspect: inspectSession,
    redact: redactFile,
  },
};
