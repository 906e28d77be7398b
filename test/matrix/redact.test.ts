import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createRedactor, environmentSecrets, fileSecrets } from "../../src/matrix/redact.ts";

describe("redaction", () => {
  test("tells credentials by their variables' names, not ordinary settings", () => {
    const names = environmentSecrets({
      OPENAI_API_KEY: "k",
      HF_TOKEN: "t",
      AWS_SECRET_ACCESS_KEY: "s",
      AWS_ACCESS_KEY_ID: "i",
      PATH: "/bin",
      KEYBOARD: "us",
    }).map(({ name }) => name);
    expect(names).toEqual([
      "OPENAI_API_KEY",
      "HF_TOKEN",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_ACCESS_KEY_ID",
    ]);
  });

  test("finds keys at any depth of a settings file", () => {
    const file = {
      openai: { type: "oauth", refresh: "refresh-value", nested: { apiKey: "key-value" } },
    };
    const values = fileSecrets("auth.json", file).map(({ value }) => value);
    expect(values).toEqual(["refresh-value", "key-value"]);
  });

  test("names what it took out, the longer of two first", () => {
    const redact = createRedactor([
      { name: "A", value: "secret-one" },
      { name: "B", value: "secret-one-and-more" },
    ]);
    expect(redact("x secret-one-and-more secret-one y")).toBe("x [B] [A] y");
  });

  test("leaves words alone that are too short to be secret", () => {
    expect(createRedactor([{ name: "A", value: "fake" }])("a fake key")).toBe("a fake key");
  });

  test.prop([fc.string({ minLength: 8, unit: "binary" }), fc.string(), fc.string()])(
    "leaves no value behind, as text or within JSON",
    (value, before, after) => {
      const redact = createRedactor([{ name: "NAME", value }]);
      fc.pre(!"[NAME]".includes(value));
      const rest = redact(`${before}${value}${after}`);
      expect(rest).toContain("[NAME]");
      expect(redact(JSON.stringify({ text: value }))).toContain("[NAME]");
    },
  );
});
