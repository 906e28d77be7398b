// What Mistral's chat completions demand; its validator is public: mistral-common, validator.py.

import { saysNothing } from "./openai-completions.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { rolesOutOfOrder } from "./shared/order.ts";
import { idsUnlike, ofKind } from "./shared/pairing.ts";

const validator = "mistralai/mistral-common, validator.py";
const invalid = "invalid_request_error";

export const mistralRules: readonly Rule[] = [
  {
    id: "M1",
    sentence: "Ids of calls and of tool messages are nine letters and digits.",
    source: `${validator}; karthink/gptel #1203`,
    strength: "firm",
    error: {
      text: "a tool call id must be a-z, A-Z, 0-9, with a length of 9",
      type: invalid,
      code: "3280",
    },
    check: ({ outline }) => idsUnlike(outline, /^[a-zA-Z0-9]{9}$/),
  },
  {
    id: "M2",
    sentence: "Roles come in the order that the validator allows: no user directly after a tool.",
    source: `${validator}; zed-industries/zed PR 31736; mistralai/mistral-vibe #578`,
    strength: "firm",
    error: { text: "unexpected role", type: "invalid_request_message_order", code: "3230" },
    check: rolesOutOfOrder,
  },
  {
    id: "M3",
    sentence: "There are as many tool messages as calls before the next reply and at the end.",
    source: `${validator}; mistralai/client-ts #106`,
    strength: "firm",
    error: {
      text: "not the same number of function calls and responses",
      type: "invalid_request_message_order",
      code: "3230",
    },
    check: unevenResults,
  },
  {
    id: "M4",
    sentence: "A reply has content or tool_calls.",
    source: `${validator}; langchain-ai/langchain #21196`,
    strength: "weak",
    error: {
      text: "an assistant message must have either content or tool_calls",
      type: invalid,
      code: "3240",
    },
    check: ({ outline }) => saysNothing(outline),
  },
  {
    id: "M5",
    sentence: "The last message is the user's or a tool's.",
    source: `${validator}; 0xPlaygrounds/rig PR 1130`,
    strength: "firm",
    error: {
      text: "expected last role user or tool",
      type: "invalid_request_message_order",
      code: "3230",
    },
    check: ({ outline, body }) => {
      const last = outline.at(-1);
      const fits = last === undefined || last.role === "user" || last.role === "tool";
      return fits || last.raw.prefix === true || body.messages === undefined
        ? []
        : [{ path: last.path }];
    },
  },
  {
    id: "M6",
    sentence: "Names of functions are 1 to 64 letters, digits, hyphens and underscores.",
    source: validator,
    strength: "firm",
    error: {
      text: "a function name must be a-z, A-Z, 0-9, _ or -, at most 64",
      type: invalid,
      code: "3250",
    },
    check: ({ outline }) =>
      outline
        .flatMap(({ items }) => ofKind(items, "call"))
        .filter(({ name }) => !/^[a-zA-Z0-9_-]{1,64}$/.test(name ?? ""))
        .map(({ path, name }) => ({ path, detail: name ?? "" })),
  },
];

function unevenResults({ outline }: Heard): Place[] {
  let open = 0;
  const places: Place[] = [];
  const close = (path: string) => {
    if (open !== 0)
      places.push({ path, detail: `${Math.abs(open)} too ${open > 0 ? "few" : "many"}` });
    open = 0;
  };
  for (const { role, items, path } of outline) {
    if (role === "assistant") {
      close(path);
      open = ofKind(items, "call").length;
    } else open -= ofKind(items, "result").length;
  }
  close(outline.at(-1)?.path ?? "messages");
  return places;
}
