import { expect, test } from "vitest";
import { z } from "zod";
import { historyAt } from "../../../src/gate/histories/history.ts";
import { histories } from "../../../src/gate/histories/index.ts";
import { coordinates } from "../../../src/matrix/store/recorded-fields.ts";

const recorded = z.looseObject(coordinates);

const formats = ["openai-responses", "mistral-conversations", "anthropic-messages", null];

test.each(histories.map((history) => [history.name, history] as const))(
  "a record can hold the history %s, whatever becomes of it",
  (_name, history) => {
    for (const wireApi of formats) {
      const target = { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi };
      for (const rules of [null, "record", "off"] as const) {
        const held = historyAt(history, target, rules);
        const cell = { target, lane: "v2", scenario: "plain", repetition: 1, history: held };
        expect(recorded.parse(JSON.parse(JSON.stringify(cell)))).toEqual(cell);
      }
    }
  },
);
