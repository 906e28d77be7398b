// The page in a real browser: what is on its first screen, and all that a person does with it.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { atPeace, faultsIn } from "./at-peace.ts";
import { type Look, launch, needsBrowser, open } from "./browser.ts";
import { failedTitle, samplePage } from "./sample-run.ts";

let browser: Browser | null;
const html = samplePage();
const deepLink = `#${new URLSearchParams({ cell: failedTitle })}`;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const heading = (page: Page) => page.locator("h1").textContent();
const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();

beforeEach(needsBrowser);

describe("the page", () => {
  const opened = (look: Look = {}) => open(browser, html, look);

  test("says on its first screen what came out, why, what was run and what was not", async () => {
    const all = await opened();
    const { page } = all;
    expect(await heading(page)).toBe("FAIL");
    const [finding] = await texts(page, ".findings article");
    expect(finding).toMatch(/resident-stays/);
    expect(finding).toMatch(/failed with ENOENT after the turn/);
    const notRun = page.locator("section", { has: page.locator("#not-run") });
    expect(await notRun.textContent()).toMatch(/1 cell: no such model in this catalogue/);
    const place = await page.locator(".findings article").first().boundingBox();
    expect((place?.y ?? 1000) + (place?.height ?? 0)).toBeLessThan(900);
    await atPeace(all);
  });

  test("is narrowed by outcome, lane and search, and sorted", async () => {
    const all = await opened();
    const { page } = all;
    const rows = () => page.locator(".cells tbody tr").count();
    expect(await rows()).toBe(6);
    await page.getByRole("checkbox", { name: /fail/ }).check();
    await expect.poll(rows).toBe(1);
    await page.getByRole("link", { name: "Show all cells" }).click();
    await expect.poll(rows).toBe(6);
    await page.getByRole("button", { name: "v1", exact: true }).click();
    await expect.poll(rows).toBe(3);
    await page.getByRole("searchbox").fill("google");
    await expect.poll(rows).toBe(1);
    await page.goBack();
    await expect.poll(rows).toBe(6);
    await page.getByRole("button", { name: "Took" }).click();
    await expect
      .poll(() => texts(page, ".cells tbody tr:nth-child(2) .at-duration"))
      .toEqual(["90 ms"]);
    await atPeace(all);
  });

  test("opens a cell with its claim, and marks the events that show it", async () => {
    const all = await opened();
    const { page } = all;
    await page.getByRole("link", { name: `Open ${failedTitle}` }).click();
    await page.waitForSelector(".events");
    expect(await heading(page)).toBe(failedTitle);
    expect(await texts(page, ".claim.marked h3")).toEqual([
      expect.stringMatching(/resident-stays/),
    ]);
    const marked = await texts(page, "tr.marked th");
    expect(marked).toContain("socket-asked");
    expect(await page.locator(".marker").count()).toBe(marked.length);
    const rows = await texts(page, ".chart .rows li");
    for (const name of [
      "dispatcher 1",
      "lock held by 1",
      "socket up",
      "turns",
      "provider requests",
    ]) {
      expect(rows).toContain(name);
    }
    expect(await texts(page, ".boundary")).toEqual(["Resumed here"]);
    await atPeace(all);
  });

  test("opens a square of the heat map, or lists its cells where they are several", async () => {
    const all = await opened();
    const { page } = all;
    const click = async () => {
      const { height = 0 } = (await page.locator("canvas").boundingBox()) ?? {};
      // The targets stand at the bottom, each 22 pixels high; the middle of the first one's first.
      const targets = await page.locator(".heat .rows li").count();
      await page.locator("canvas").click({ position: { x: 11, y: height - targets * 22 + 11 } });
    };
    await click();
    await expect.poll(() => page.locator(".cells tbody tr").count()).toBe(2);
    expect(await page.locator(".set").textContent()).toMatch(
      /Only target openai\/gpt-5.4, scenario plain/,
    );
    await page.getByRole("button", { name: "v2", exact: true }).click();
    await click();
    await expect.poll(() => heading(page)).toBe(failedTitle);
    await atPeace(all);
  });

  test("shows the difference of two lanes in words, as a link to each of the two cells", async () => {
    const all = await opened();
    const { page } = all;
    await page.getByRole("button", { name: "difference of two lanes" }).click();
    const status = () => page.locator("section p[role=status]").textContent();
    await expect
      .poll(status)
      .toBe("v1 against v2, 3 pairs: 1 better, 1 ran only with v2, 1 alike.");
    const lines = () => texts(page, ".pairs tbody tr");
    expect(await lines()).toEqual([
      expect.stringMatching(/^better.*openai.*plain.*fail.*pass/),
      expect.stringMatching(/^ran only with v2.*google.*pass.*skip/),
    ]);
    await page.getByLabel("against old").selectOption("v1");
    await expect.poll(status).toMatch(/^v2 against v1, 3 pairs: 1 worse/);
    expect(await faultsIn(page)).toEqual([]);
    await page.getByRole("link", { name: `fail: ${failedTitle}` }).click();
    await expect.poll(() => heading(page)).toBe(failedTitle);
    await page.goBack();
    await expect.poll(status).toMatch(/^v2 against v1/);
    await atPeace(all);
  });

  test("shows how long each phase took, as bars and in figures", async () => {
    const all = await opened();
    const rows = await texts(all.page, "figure:has(.latency) tbody tr");
    expect(rows).toEqual([
      expect.stringMatching(/^whole cell.*v1.*1\.23 s.*2$/),
      expect.stringMatching(/v2.*90 ms.*1\.23 s.*2$/),
    ]);
    await atPeace(all);
  });

  test("is found again by its address, with the claim that was marked", async () => {
    const all = await opened({ hash: `${deepLink}&claim=one-turn` });
    const { page } = all;
    await page.waitForSelector(".events");
    expect(await page.locator("tr.marked").count()).toBeGreaterThan(0);
    await page.goto(`${page.url().split("#")[0]}#cell=nobody`);
    await expect.poll(() => heading(page)).toBe("No such cell");
    await atPeace(all);
  });

  test("is gone through with the keyboard alone", async () => {
    const all = await opened();
    const { page } = all;
    await page.keyboard.press("/");
    await page.keyboard.type("openai");
    await expect.poll(() => page.locator(".cells tbody tr").count()).toBe(4);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect.poll(() => heading(page)).toBe(failedTitle);
    await page.keyboard.press("j");
    await expect.poll(() => heading(page)).not.toBe(failedTitle);
    await page.keyboard.press("k");
    await expect.poll(() => heading(page)).toBe(failedTitle);
    await page.keyboard.press("Escape");
    await expect.poll(() => heading(page)).toBe("FAIL");
    await atPeace(all);
  });

  test.each([
    { width: 1200, scheme: "light" },
    { width: 1200, scheme: "dark" },
    { width: 360, scheme: "light" },
  ] as const)("has no fault that axe knows of, and fits, at $width in $scheme", async (look) => {
    for (const hash of ["", deepLink]) {
      const all = await opened({ ...look, hash });
      const { page } = all;
      if (hash !== "") await page.waitForSelector(".events");
      expect(await faultsIn(page)).toEqual([]);
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBeLessThanOrEqual(look.width);
      await atPeace(all);
    }
  });
});
