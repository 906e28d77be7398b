// The order of roles that Mistral's validator allows, on its own API and wherever it serves a model.

import type { Role } from "../../reply.ts";
import type { Heard, Place } from "../rule.ts";

const mayFollow: Readonly<Record<Role, readonly Role[]>> = {
  user: ["assistant", "system", "user"],
  assistant: ["assistant", "user", "tool"],
  tool: ["assistant", "tool"],
  system: ["user", "assistant", "system"],
};

/** Messages with a role that may not come after the role before. */
export function rolesOutOfOrder({ outline }: Heard): Place[] {
  return outline.flatMap(({ role, path }, at) => {
    const before = outline[at - 1]?.role;
    if (before === undefined || mayFollow[before].includes(role)) return [];
    return [{ path, detail: `'${role}' after role '${before}'` }];
  });
}

/** Only the case that servers besides Mistral's own are known to refuse. */
export function userAfterTool({ outline }: Heard): Place[] {
  return outline
    .filter(({ role }, at) => role === "user" && outline[at - 1]?.role === "tool")
    .map(({ path }) => ({ path }));
}
