// The Markdown pages of the project as they are read: their headings, links and code.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { marked, type Token, type Tokens } from "marked";
import { root } from "./root.ts";
import { slugger } from "./slug.ts";

export interface Page {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
  readonly title: string;
  readonly anchors: readonly string[];
  /** As they are written. */
  readonly links: readonly string[];
  /** What stands in backticks, and each line of code that is told to be the shell's. */
  readonly words: readonly string[];
  readonly shellLines: readonly string[];
}

/** In the order of the site's contents; what is not named follows. */
const order = [
  "README.md",
  "docs/proved.md",
  "docs/running.md",
  "docs/failure.md",
  "docs/live.md",
  "docs/ci.md",
  "docs/machines.md",
  "docs/scale.md",
  "docs/exploration.md",
  "docs/compare.md",
  "docs/dossier.md",
  "docs/own.md",
  "docs/extending.md",
  "docs/reference.md",
];

export function pages(): readonly Page[] {
  const all = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  const paths = ["README.md", ...all, "ARCHITECTURE.md", "CHANGELOG.md"];
  const listed = order.filter((path) => paths.includes(path) && existsSync(join(root, path)));
  return [...listed, ...paths.filter((path) => !listed.includes(path))].map(readPage);
}

function readPage(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const tokens = tokensIn(marked.lexer(text));
  const slug = slugger();
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === "heading");
  const code = tokens.filter((token): token is Tokens.Code => token.type === "code");
  return {
    path,
    text,
    title: plainText(headings[0]?.tokens ?? []),
    anchors: headings.map(({ tokens: inner }) => slug(plainText(inner))),
    links: tokens.flatMap((token) =>
      token.type === "link" || token.type === "image" ? String(token.href) : [],
    ),
    words: tokens.flatMap((token) => (token.type === "codespan" ? String(token.text) : [])),
    shellLines: code
      .filter(({ lang }) => lang === "sh" || lang === "bash")
      .flatMap(({ text: lines }) => lines.split("\n")),
  };
}

/** All of them, whatever they stand in. */
function tokensIn(tokens: readonly Token[]): readonly Token[] {
  const found: Token[] = [];
  marked.walkTokens([...tokens], (token) => void found.push(token));
  return found;
}

export const plainText = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => ("tokens" in token && token.tokens ? plainText(token.tokens) : token.raw))
    .join("")
    .replace(/[`*]/g, "");
