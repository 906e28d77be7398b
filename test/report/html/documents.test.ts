// The pages of a dossier, a comparison and a counterexample in a real browser.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { atPeace, faultsIn } from "./at-peace.ts";
import { launch, needsBrowser, open } from "./browser.ts";
import { comparisonPage, counterexamplePage, dossierPage } from "./sample-documents.ts";

let browser: Browser | null;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(needsBrowser);

const heading = (page: Page) => page.locator("h1").textContent();
const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();
const status = (page: Page) => page.locator("search [role=status]").textContent();

const pages = {
  dossier: dossierPage,
  comparison: comparisonPage,
  counterexample: counterexamplePage,
};

describe("the dossier", () => {
  test("says the verdict and what it rests on, and opens to the cells and their replay", async () => {
    const all = await open(browser, dossierPage());
    const { page } = all;
    expect(await heading(page)).toMatch(/keep/);
    expect(await texts(page, "header p")).toContain("One row is worse in the new lane.");
    const worse = page.locator("details.section", { has: page.locator("#section-worse") });
    const replay = worse.getByText("pnpm matrix --target openai/gpt-5.4 --lane v2");
    expect(await replay.isVisible()).toBe(false);
    await worse.locator("td summary").first().click();
    expect(await replay.isVisible()).toBe(true);
    await atPeace(all);
  });

  test("is searched: only lines with every word stay, and their sections open", async () => {
    const all = await open(browser, dossierPage());
    const { page } = all;
    const before = await status(page);
    expect(before).toMatch(/^\d+ lines$/);
    await page.keyboard.press("/");
    await page.keyboard.type("stale-lock anthropic");
    await expect.poll(() => status(page)).toMatch(/^\d+ of \d+ lines$/);
    const lines = await texts(page, ".data tbody tr");
    expect(lines.length).toBeGreaterThan(0);
    const misses = lines.filter((line) => !/stale-lock/.test(line) || !/anthropic/.test(line));
    expect(misses).toEqual([]);
    await expect.poll(() => page.locator("#section-places").isVisible()).toBe(true);
    expect(await page.locator("#section-decided").count()).toBe(0);
    await page.getByRole("searchbox").fill("");
    await expect.poll(() => status(page)).toBe(before);
    await atPeace(all);
  });

  test("has a link to each section, which opens it", async () => {
    const all = await open(browser, dossierPage(), { hash: "#section=decided" });
    const { page } = all;
    const rule = page.getByText("every line that a removal asks for is met");
    await expect.poll(() => rule.isVisible()).toBe(true);
    const top = await page.locator("#section-decided").boundingBox();
    expect(top?.y).toBeLessThan(900);
    await atPeace(all);
  });

  test("is gone through with the keyboard alone", async () => {
    const all = await open(browser, dossierPage());
    const { page } = all;
    const focused = () => page.evaluate<string>("document.activeElement.textContent");
    await page.keyboard.press("j");
    const first = await focused();
    await page.keyboard.press("j");
    expect(await focused()).not.toBe(first);
    await page.keyboard.press("k");
    expect(await focused()).toBe(first);
    const isOpen = () => page.locator("details.section").first().getAttribute("open");
    expect(await isOpen()).not.toBeNull();
    await page.keyboard.press("Enter");
    await expect.poll(isOpen).toBeNull();
    await atPeace(all);
  });

  test("shows what a model said as text", async () => {
    const hostile = "</script><img src=x onerror=alert(1)>\u202e\u001b[31m";
    const all = await open(browser, dossierPage(hostile), { hash: "#section=worse" });
    const text = (await texts(all.page, "main")).join("");
    expect(text).toContain("</script><img src=x onerror=alert(1)>⟨U+202E⟩␛[31m");
    expect(await all.page.locator("main img").count()).toBe(0);
    await atPeace(all);
  });
});

describe("the comparison", () => {
  test("says what is worse, and shows each interval as a picture and in figures", async () => {
    const all = await open(browser, comparisonPage());
    const { page } = all;
    expect(await heading(page)).toMatch(/worse/);
    const rows = await texts(page, "figure:has(.whisker) tbody tr");
    expect(rows).toEqual([
      expect.stringMatching(/^lane v2.*-6\.3 \[-15\.0, \+0\.6\].*undecided/),
      expect.stringMatching(/^openai\/gpt-5.4 v2 plain.*-100\.0/),
    ]);
    const [lane] = await page
      .locator("svg.whisker .reach")
      .evaluateAll((lines) => lines.map((line) => line.getAttribute("x1") ?? ""));
    expect(Number.parseFloat(lane ?? "")).toBeCloseTo(42.5, 0);
    const times = await texts(page, "figure:has(.latency) tbody tr");
    expect(times[1]).toMatch(/pi 1\.5\.2.*2\.00 s/);
    await atPeace(all);
  });
});

describe("the counterexample", () => {
  test("shows who did what in the order of the schedule, and the events of the violation", async () => {
    const all = await open(browser, await counterexamplePage());
    const { page } = all;
    expect(await heading(page)).toMatch(/single-writer is broken/);
    expect(await texts(page, ".schedule thead th")).toEqual([
      "ms",
      "dispatcher 1",
      "dispatcher 2",
      "child 104",
      "child 105",
    ]);
    const deeds = await texts(page, ".deed");
    const written = deeds.flatMap((text, at) => (text.includes("writes its prompt") ? [at] : []));
    expect(written).toHaveLength(2);
    const [prompt = 0] = written;
    expect(deeds.findIndex((text) => text.includes("writes the reply"))).toBeGreaterThan(prompt);
    const marked = await texts(page, "tr.marked th");
    expect(marked).toEqual(["session-entry", "session-entry"]);
    await page.getByRole("searchbox").fill("STARTS A CHILD");
    await expect.poll(() => page.locator(".deed").count()).toBe(2);
    await atPeace(all);
  });
});

describe.each(Object.entries(pages))("the page of a %s", (_, pageOf) => {
  test.each([
    { width: 1200, scheme: "light" },
    { width: 1200, scheme: "dark" },
    { width: 360, scheme: "light" },
  ] as const)("has no fault that axe knows of, and fits, at $width in $scheme", async (look) => {
    const all = await open(browser, await pageOf(), look);
    const { page } = all;
    await page.evaluate(
      "document.querySelectorAll('details').forEach((each) => (each.open = true))",
    );
    expect(await faultsIn(page)).toEqual([]);
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(look.width);
    await atPeace(all);
  });
});
