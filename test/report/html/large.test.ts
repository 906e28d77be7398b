// A run of ten thousand cells is still a page: how long it takes to be there, and to be narrowed,
// beside a page with nothing on it. The bounds are wide; what they catch is a cost per cell and letter.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type CellResult, outcomeOf } from "../../../src/matrix/summary/result.ts";
import { result } from "../../matrix/results.ts";
import { launch, needsBrowser, open } from "./browser.ts";
import { pageOf } from "./sample-run.ts";

let browser: Browser | null;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(needsBrowser);

const claimNames = Array.from({ length: 26 }, (_, index) => `claim-${index}`);

function cell(number: number): CellResult {
  const [target, scenario, lane] = [number % 50, Math.floor(number / 50) % 100, number % 2];
  const fails = number % 23 === 0;
  return result({
    target: { agent: "pi", provider: "p", model: `m-${target}`, wireApi: null },
    lane: `v${lane + 1}`,
    scenario: `scenario-${scenario}`,
    repetition: Math.floor(number / 5000) + 1,
    gardenId: `garden-${number}`,
    verdict: fails ? "fail" : "pass",
    claims: claimNames.map((name, index) => ({
      name,
      claim: `The claim of number ${index} holds.`,
      verdict: fails && index === number % 5 ? "violated" : "holds",
      because: `event ${index}: process ${number} was seen at ${number * 7} ms`,
      events: [index],
    })),
  });
}

const empty = "<!doctype html><html lang=en><title>empty</title><main><h1>Empty</h1></main></html>";

async function msToOpen(html: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const { page } = await open(browser, empty);
    const began = performance.now();
    const { page: opened } = await open(browser, html);
    await opened.waitForSelector("h1");
    times.push(performance.now() - began);
    await page.close();
    await opened.close();
  }
  return Math.min(...times);
}

test("ten thousand cells are opened and narrowed without waiting", {
  timeout: 120_000,
}, async () => {
  const cells = Array.from({ length: 10_000 }, (_, number) => cell(number));
  const html = pageOf(cells, new Map());
  const emptyMs = await msToOpen(empty);
  const fullMs = await msToOpen(html);
  const { page, complaints } = await open(browser, html);
  const status = page.locator("section p[role=status]");
  expect(await status.textContent()).toBe("10000 cells");
  const failed = cells.filter((each) => outcomeOf(each) === "fail").length;
  const began = performance.now();
  await page.getByRole("checkbox", { name: /fail/ }).check();
  await expect.poll(() => status.textContent(), { interval: 5 }).toBe(`${failed} of 10000 cells`);
  const filterMs = performance.now() - began;
  await page.getByRole("searchbox").fill("scenario-99");
  await expect.poll(() => status.textContent()).toMatch(/^\d of 10000 cells$/);
  const ratios = { open: fullMs / emptyMs, filter: filterMs / emptyMs };
  console.info({ bytes: html.length, emptyMs, fullMs, filterMs, ratios });
  expect(ratios.open).toBeLessThan(25);
  expect(ratios.filter).toBeLessThan(15);
  expect(complaints).toEqual([]);
  await page.close();
});
