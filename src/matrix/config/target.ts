// Targets as people write them: `provider/model`, with the agent's name before it or left out.
// Only the form is checked here; whether such a model exists is the catalogue's to say.

import { agentNames, defaultAgent } from "../../agents/description.ts";

export interface NamedTarget {
  readonly agent: string;
  readonly provider: string;
  readonly model: string;
}

export type ParsedTarget =
  | { readonly kind: "target"; readonly target: NamedTarget }
  | { readonly kind: "malformed"; readonly because: string };

const bridge = "pi-shell-acp";

/** `own` are agents besides the built-in ones. Reads `[agent:]provider/model`; the model may itself hold slashes and colons. */
export function parseTarget(text: string, own: readonly string[] = []): ParsedTarget {
  const match = /^(?:([a-z][a-z0-9-]*):)?([^/:\s]+)\/(\S+)$/u.exec(text);
  if (match === null || /\p{Cc}/u.test(text)) {
    return malformed(`"${text}" is not a target; write provider/model, such as openai/gpt-5.4`);
  }
  const [, agent = defaultAgent, provider = "", model = ""] = match;
  if (model.startsWith("/") || model.endsWith("/")) {
    return malformed(`"${text}" has an empty part; write provider/model`);
  }
  const agents: readonly string[] = [...agentNames, ...own];
  if (!agents.includes(agent)) {
    return malformed(`no agent "${agent}"; there is ${agents.join(", ")}`);
  }
  if (provider === bridge) {
    return malformed(
      `provider "${bridge}" is a bridge to other agents, not a native target: what it proved would be the bridge. Name the provider behind it`,
    );
  }
  return { kind: "target", target: { agent, provider, model } };
}

const malformed = (because: string): ParsedTarget => ({ kind: "malformed", because });

/** `openai/gpt-5.4`: the short form, as accepted by `--target`. */
export const shortName = (target: NamedTarget) => `${target.provider}/${target.model}`;
