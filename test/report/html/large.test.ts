// A run of ten thousand cells is still a page: how long it takes to be there, and to be narrowed,
// beside a page with nothing on it. The bounds are wide; what they catch is a cost per cell and letter.
import type { Browser, Page } from "playwright-core";
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

/** From the start of the navigation, by the page's own clock; the best of three. */
async function msToOpen(html: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const { page } = await open(browser, html);
    times.push(await page.evaluate<number>("performance.now()"));
    await page.close();
  }
  return Math.min(...times);
}

/** From a tick in the box to the frame in which it shows. */
const msToNarrow = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => {
    const status = document.querySelector("section p[role=status]");
    const before = status.textContent;
    const began = performance.now();
    const look = () => status.textContent === before
      ? requestAnimationFrame(look)
      : resolve(performance.now() - began);
    document.querySelector(".outcome.fail input").click();
    requestAnimationFrame(look);
  })`);

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
  const filterMs = await msToNarrow(page);
  expect(await status.textContent()).toBe(`${failed} of 10000 cells`);
  await page.getByRole("searchbox").fill("scenario-99");
  await expect.poll(() => status.textContent()).toMatch(/^\d of 10000 cells$/);
  expect({ bytes: html.length, emptyMs, fullMs, filterMs }).toSatisfy(
    () => fullMs < 25 * emptyMs && filterMs < 15 * emptyMs,
  );
  expect(complaints).toEqual([]);
  await page.close();
});
