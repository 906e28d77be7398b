// Whatever a model says is text in the page: it runs nothing, loads nothing, hides nothing, and
// reorders no line.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch, needsBrowser, open } from "./browser.ts";
import { failedTitle, pageOfReply } from "./sample-run.ts";

let browser: Browser | null;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(needsBrowser);

const markup = `<img src=x onerror="document.title='owned'"></script><script>document.title='owned'</script><!--<b>bold</b>`;

const replies = [
  { name: "HTML and script", said: markup, shown: markup },
  { name: "ANSI", said: "\u001b[31mred\u001b[0m", shown: "␛[31mred␛[0m" },
  {
    name: "a hyperlink of OSC 8",
    said: "\u001b]8;;http://example.test/\u0007here\u001b]8;;\u0007",
    shown: "␛]8;;http://example.test/␇here␛]8;;␇",
  },
  { name: "a clipboard of OSC 52", said: "\u001b]52;c;aGk=\u001b\\", shown: "␛]52;c;aGk=␛\\" },
  {
    name: "right-to-left marks",
    said: "a\u202egnp.exe\u2066b",
    shown: "a⟨U+202E⟩gnp.exe⟨U+2066⟩b",
  },
  { name: "half a character", said: "a\ud800b", shown: "a⟨U+D800⟩b" },
  {
    name: "bytes that are no UTF-8",
    said: Buffer.from([0x61, 0xff, 0xfe, 0x62]).toString(),
    shown: "a\ufffd\ufffdb",
  },
];

const hash = `#${new URLSearchParams({ cell: failedTitle })}`;

describe("a model's reply", () => {
  test.each(replies)("of $name is shown as text", async ({ said, shown }) => {
    const { page, complaints, requests } = await open(browser, pageOfReply(said), { hash });
    await page.waitForSelector(".transcript");
    expect(await page.locator(".entry.assistant pre").allTextContents()).toContain(shown);
    expect(await page.title()).toMatch(/^fail · /);
    expect(await page.locator("main img, main script, main b").count()).toBe(0);
    expect([...complaints, ...requests]).toEqual([]);
    await page.close();
  });

  test("of a megabyte is cut until it is asked for", async () => {
    const said = `${"word ".repeat(200_000)}end`;
    const { page, complaints } = await open(browser, pageOfReply(said), { hash });
    await page.getByRole("button", { name: "Show all 1,000,003 characters" }).click();
    const whole = page.locator(".entry.assistant pre", { hasText: "end" });
    await expect.poll(async () => (await whole.textContent())?.length).toBe(said.length);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
