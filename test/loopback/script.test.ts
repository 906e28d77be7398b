import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/loopback/reply.ts";
import { answer, answerToPrompt, noTokenText, plainText } from "../../src/loopback/script.ts";

const joining = "by joining these parts with nothing between them:";
const tokenPhrase = "the token I asked you to remember";
const user = (text: string): Message => ({ role: "user", text });
const assistant = (text: string): Message => ({ role: "assistant", text });

const quotedText = fc.string({ maxLength: 20 }).filter((text) => !text.includes('"'));
const token = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" }).filter(isSolid);

function isSolid(text: string): boolean {
  return !/\s/.test(text);
}

describe("answer", () => {
  it("joins the quoted parts of the seed prompt", () => {
    const prompt = `Automated session check, reference seed-1f2e. Please remember this token for later: cedar-9a8b7c
Do not use tools. Reply with one line, made ${joining} "SEEDED-" and "ab12cd"`;
    expect(answer([user(prompt)])).toEqual({ text: "SEEDED-ab12cd", recalled: false });
  });

  it("answers the prompt, and not the images of a tool's result that came since", () => {
    const images = [user("Attached image(s) from tool result:"), user("Tool result image:")];
    const prompt = user(`${joining} "a" and "b"`);
    expect(answerToPrompt([prompt, assistant(""), ...images]).text).toBe("ab");
  });

  it("recalls a token from an earlier user message", () => {
    const messages = [
      user("Please remember this token for later: cedar-9a8b7c\nThanks"),
      assistant("SEEDED-ab12cd"),
      user(`Reply, made ${joining} "OK-" and "ff" and "/" and ${tokenPhrase}`),
    ];
    expect(answer(messages)).toEqual({ text: "OK-ff/cedar-9a8b7c", recalled: true });
  });

  it("says so when there is no token to recall", () => {
    const asked = user(`Reply, made ${joining} "OK-" and ${tokenPhrase}`);
    expect(answer([asked])).toEqual({ text: `OK-${noTokenText}`, recalled: false });
  });

  it("does not recall a token that only the model or the last message mentions", () => {
    const asked = user(`remember this token for later: late Reply ${joining} ${tokenPhrase}`);
    const mentioned = assistant("You said: remember this token for later: early");
    expect(answer([user("hello"), mentioned, asked]).text).toBe(noTokenText);
  });

  it("takes the token told last when several were", () => {
    const told = (value: string) => user(`remember this token for later: ${value}`);
    const asked = user(`Reply, made ${joining} ${tokenPhrase}`);
    expect(answer([told("one"), assistant("fine"), told("two"), asked]).text).toBe("two");
  });

  it("follows only the last user message", () => {
    const earlier = user(`Reply, made ${joining} "first"`);
    expect(answer([earlier, assistant("first"), user("And now?")]).text).toBe(plainText);
  });

  it("reads instructions that were wrapped over several lines", () => {
    const wrapped = `Reply, made by joining these\n  parts with nothing\nbetween them:\n"a"\nand\n"b c"`;
    expect(answer([user(wrapped)]).text).toBe("ab c");
  });

  it("stops at the end of the list and leaves what follows alone", () => {
    expect(answer([user(`made ${joining} "a" and "b" and then "c"`)]).text).toBe("ab");
  });

  it("ends a turn whose tool has just answered", () => {
    const messages: Message[] = [user(`made ${joining} "a"`), { role: "tool", text: "not found" }];
    expect(answer(messages)).toEqual({ text: "done", recalled: false });
  });

  it("has an answer for a conversation without any user message", () => {
    expect(answer([]).text).toBe(plainText);
  });

  test.prop([fc.array(quotedText, { minLength: 1, maxLength: 6 }), fc.string()])(
    "what is asked is what is answered",
    (parts, before) => {
      const list = parts.map((part) => `"${part}"`).join(" and ");
      const asked = user(`${before} Reply with one line, made ${joining} ${list}`);
      expect(answer([asked])).toEqual({ text: parts.join(""), recalled: false });
    },
  );

  test.prop([token, quotedText, fc.array(fc.string(), { maxLength: 5 })])(
    "a token is recalled over any number of messages in between",
    (told, part, between) => {
      const messages = [
        user(`Please remember this token for later: ${told}`),
        ...between.map(assistant),
        user(`Reply, made ${joining} "${part}" and ${tokenPhrase}`),
      ];
      expect(answer(messages)).toEqual({ text: part + told, recalled: true });
    },
  );
});
