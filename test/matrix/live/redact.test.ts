import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  createRedactor,
  environmentSecrets,
  fileSecrets,
  redactedIn,
} from "../../../src/matrix/live/redact.ts";

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
    const values = fileSecrets("auth.json", file, {}).map(({ value }) => value);
    expect(values).toEqual(["refresh-value", "key-value"]);
  });

  test("takes every variable that a provider's credential is read from, but no region", () => {
    const names = environmentSecrets({
      AWS_BEARER_TOKEN_BEDROCK: "bearer",
      GOOGLE_APPLICATION_CREDENTIALS: "/key.json",
      GOOGLE_CLOUD_LOCATION: "us-central1",
    }).map(({ name }) => name);
    expect(names).toEqual(["AWS_BEARER_TOKEN_BEDROCK", "GOOGLE_APPLICATION_CREDENTIALS"]);
  });

  test("takes every header's value, whatever the header is called", () => {
    const headers = { "X-Auth": "header-one", Cookie: "header-two" };
    const file = { providers: { own: { headers, models: [{ headers: { "X-Org": "three" } }] } } };
    const values = fileSecrets("models.json", file, {}).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set(["header-one", "header-two", "three"]));
  });

  test.each([
    ["$OWN_SECRET", ["the-real-key"]],
    ["$" + "{OWN_SECRET}", ["the-real-key"]],
    ["$UNSET", []],
    ["Bearer $OWN_SECRET", ["Bearer $OWN_SECRET", "Bearer the-real-key", "the-real-key"]],
    ["cash$$1", ["cash$$1", "cash$1"]],
    ["a$1b", ["a$1b"]],
  ])("reads a key written %j as the agent does", (apiKey, wanted) => {
    const file = { providers: { own: { apiKey } } };
    const found = fileSecrets("models.json", file, { OWN_SECRET: "the-real-key" });
    expect([...new Set(found.map(({ value }) => value))]).toEqual(wanted);
  });

  test("reads a variable that the credential brings itself", () => {
    const auth = { own: { type: "api_key", key: "$MINE", env: { MINE: "from-the-file" } } };
    expect(fileSecrets("auth.json", auth, { MINE: "from-the-shell" })).toEqual([
      { name: "MINE", value: "from-the-file" },
    ]);
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

  const encodings: readonly (readonly [string, (text: string) => string])[] = [
    ["JSON in JSON in JSON", (text) => JSON.stringify(JSON.stringify(JSON.stringify(text)))],
    ["a URL", encodeURIComponent],
    [
      "a URL in small letters",
      (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ["a form", (text) => new URLSearchParams({ text }).toString()],
    ["base64", (text) => Buffer.from(text).toString("base64")],
    ["base64 of URLs", (text) => Buffer.from(text).toString("base64url")],
    ["base64 in a URL", (text) => encodeURIComponent(Buffer.from(text).toString("base64"))],
    ["bytes read as Latin-1", (text) => Buffer.from(text).toString("latin1")],
  ];

  test.prop([
    fc.string({ minLength: 12, maxLength: 60, unit: "grapheme-ascii" }),
    fc.string({ maxLength: 5 }),
    fc.string({ maxLength: 5 }),
    fc.constantFrom(...encodings),
  ])(
    "finds a value in a longer text that is written in another way",
    (value, before, after, [, encode]) => {
      fc.pre(!"[NAME]".includes(value));
      const redact = createRedactor([{ name: "NAME", value }]);
      expect(redact(encode(`${before}${value}${after}`))).toContain("[NAME]");
    },
  );

  const key = "sk-live-0123456789-abcdefghij";

  test("finds the halves of a value that was cut in two, each as far as it goes", () => {
    const redact = createRedactor([{ name: "KEY", value: key }]);
    expect(redact(`a ${key.slice(0, 14)} b ${key.slice(14)} c ${key.slice(0, 15)}x`)).toBe(
      "a [KEY] b [KEY] c [KEY]x",
    );
    expect(redact(`${key.slice(0, 11)} is too little to tell`)).toContain("sk-live-012 is");
    expect(redact(key.repeat(2))).toBe("[KEY][KEY]");
  });

  test("leaves JSON whole where the value begins or ends within what JSON escapes", () => {
    const value = 'nine/k\\9=18&27<36455"mNbVc-and-more';
    const redact = createRedactor([{ name: "KEY", value }]);
    const texts = [
      `\n${value}`,
      `\\${value}`,
      `x${value.slice(9)}`,
      `\n${value.slice(1)}`,
      value.slice(0, 20),
    ];
    for (const text of texts) {
      for (const json of [JSON.stringify({ text }), JSON.stringify(JSON.stringify({ text }))]) {
        expect(() => JSON.parse(redact(json))).not.toThrow();
        expect(redact(json)).not.toContain("mNbVc-and-more");
      }
    }
  });

  test("is made of the strings of a value, and of the names of its fields", () => {
    const redact = createRedactor([{ name: "KEY", value: key }]);
    const value = { a: [key, 1, null, true], [`x-${key}`]: { deep: `Bearer ${key}` } };
    expect(redactedIn(value, redact)).toEqual({
      a: ["[KEY]", 1, null, true],
      "x-[KEY]": { deep: "Bearer [KEY]" },
    });
  });
});
