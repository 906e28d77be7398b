// `pnpm site`: the Markdown pages as a small site that needs no network, in out/docs.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { Marked } from "marked";
import { type Page, pages, plainText } from "./pages.ts";
import { root } from "./root.ts";
import { slugger } from "./slug.ts";

/** The README is the first page. */
const fileOf = (path: string) =>
  path === "README.md" ? "index.html" : `${basename(path, ".md").toLowerCase()}.html`;

/** By file name, the text of each. */
export function site(): ReadonlyMap<string, string> {
  const all = pages();
  return new Map(all.map((page) => [fileOf(page.path), html(page, all)]));
}

function html(page: Page, all: readonly Page[]): string {
  const body = render(page, all);
  const contents = all.map(({ path, title }) => {
    const here = path === page.path ? ' aria-current="page"' : "";
    return `<li><a href="${fileOf(path)}"${here}>${escaped(title)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<title>${escaped(page.title)}</title>
<style>${style}</style>
<nav aria-label="Pages"><ul>${contents.join("")}</ul></nav>
<main>
${body}</main>
</html>
`;
}

function render(page: Page, all: readonly Page[]): string {
  const slug = slugger();
  const markdown = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const id = slug(plainText(tokens));
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const to = linkFrom(page, href, all);
        return `<a href="${escaped(to)}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }) {
        const to = /^[a-z]+:/.test(href) ? href : basename(href);
        return `<img src="${escaped(to)}" alt="${escaped(text)}">`;
      },
      table(token) {
        const row = (cells: typeof token.header, name: "th" | "td") =>
          `<tr>${cells.map((cell) => `<${name}>${this.parser.parseInline(cell.tokens)}</${name}>`).join("")}</tr>`;
        const rows = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="wide"><table><thead>${row(token.header, "th")}</thead><tbody>${rows}</tbody></table></div>\n`;
      },
    },
  });
  return markdown.parse(page.text, { async: false });
}

/** A page's is one of the site, an image's beside it, and all else is in the repository that the site lies in. */
function linkFrom({ path }: Page, href: string, all: readonly Page[]): string {
  if (/^[a-z]+:|^#/.test(href)) return href;
  const [file = "", anchor] = href.split("#");
  const target = posix.normalize(posix.join(posix.dirname(path), file));
  if (all.some((page) => page.path === target)) {
    return fileOf(target) + (anchor === undefined ? "" : `#${anchor}`);
  }
  return `../../${target}`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 15rem minmax(0, 1fr); }
nav { padding: 1.5rem 1rem; border-right: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
nav ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 1.5rem; }
nav a { display: block; padding: .2rem .4rem; text-decoration: none; color: inherit; }
nav [aria-current] { font-weight: 600; border-left: 3px solid; }
main { padding: 1.5rem 2rem; max-width: 60rem; }
pre { overflow-x: auto; padding: .75rem; background: color-mix(in srgb, currentColor 7%, transparent); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre code { overflow-wrap: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
img { max-width: 100%; }
@media (max-width: 48rem) { body { display: block; } nav { border: 0; } nav ul { position: static; } nav li { display: inline-block; } main { padding: 1rem; } }
`;

if (process.argv[1] === import.meta.filename) {
  const directory = join(root, "out/docs");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of site()) writeFileSync(join(directory, name), text);
  for (const name of readdirSync(join(root, "docs")).filter((each) => each.endsWith(".png"))) {
    cpSync(join(root, "docs", name), join(directory, name));
  }
  process.stdout.write(`${join(directory, "index.html")}\n`);
}
