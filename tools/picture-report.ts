// Takes the picture of the report that README shows, `docs/report.png`, of a page that `show-report` wrote:
//
//   pnpm matrix --lane v1 --lane v2 --lane canary:released-at-spawn --target 'openai/*' --target 'mistral/*' \
//     --scenario plain --scenario two-at-once --scenario lock-held --scenario rate-limited --scenario beside-v1
//   pnpm matrix show-report latest --file report.html && pnpm picture report.html
//
// It needs a Chromium (CHROMIUM names one that is elsewhere).
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page] = process.argv.slice(2);
if (page === undefined) throw new Error("name the page: pnpm picture report.html");

const picture = join(import.meta.dirname, "../docs/report.png");

/** Bytes; a README is read over slow lines, too. */
const most = 200_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // A container's root has no sandbox to give.
  args: ["--no-sandbox"],
});
try {
  // As wide as a README is shown: what is drawn so wide is not blurred by being made narrower.
  const viewport = { width: 1060, height: 1130 };
  const opened = await browser.newPage({ viewport, deviceScaleFactor: 0.85 });
  await opened.goto(pathToFileURL(resolve(page)).href);
  await opened.waitForSelector("main canvas");
  await opened.screenshot({ path: picture });
} finally {
  await browser.close();
}
const { size } = statSync(picture);
if (size > most) throw new Error(`${picture} has ${size} bytes, and is to have ${most} at most`);
process.stdout.write(`${picture}: ${size} bytes\n`);
