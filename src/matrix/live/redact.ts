// Takes secrets out of text before it is written anywhere. Pure, made from the values themselves:
// it cannot know what a secret looks like, only which ones there are.

import { builtIn } from "../../agents/index.ts";
import { spellingsOf } from "./spellings.ts";

export interface Secret {
  readonly name: string;
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export type Redact = (text: string) => string;

/** Shorter values would also blot out ordinary words. */
const shortestSecret = 8;

const secretName = /(api_?key|token|secret|password|access_?key(_?id)?|authorization)$/i;
const secretField = /(key|token|secret|password|access|refresh|authorization)$/i;

/** The credentials in an environment, told by the names of their variables. */
export function environmentSecrets(environment: Environment): Secret[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && (secretName.test(name) || builtIn.credentialVariables.has(name))
      ? [{ name, value }]
      : [],
  );
}

/**
 * The credentials in a parsed settings file, told by the names of their fields; every header is
 * one, since any of them may carry it. Where the agent would put a variable in, its value is.
 */
export function fileSecrets(file: string, content: unknown, environment: Environment): Secret[] {
  if (typeof content !== "object" || content === null) return [];
  // A credential may bring the variables of its own text.
  const own = { ...environment, ...("env" in content ? stringsIn(content.env) : {}) };
  return Object.entries(content).flatMap(([field, value]) => {
    if (field === "headers") {
      return Object.values(stringsIn(value)).flatMap((text) => secretsOf(file, text, own));
    }
    if (typeof value !== "string") return fileSecrets(file, value, own);
    return secretField.test(field) ? secretsOf(file, value, own) : [];
  });
}

function stringsIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === "string"));
}

/** `$NAME` or `${NAME}` anywhere in a value; a doubled sign, and one before "!", mean themselves. */
const reference = /\$(?:([$!])|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

/** The text as it is written, as the agent reads it, and the variables that it names. */
function secretsOf(file: string, text: string, environment: Environment): Secret[] {
  const named: Secret[] = [];
  const read = text.replace(reference, (whole, sign?: string, plain?: string, braced?: string) => {
    if (sign !== undefined) return sign;
    const name = plain ?? braced ?? "";
    const value = environment[name];
    if (value) named.push({ name, value });
    return value || whole;
  });
  // A value that is nothing but a variable's name is no secret itself.
  const isName = /^\$([A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/.test(text);
  const texts = isName ? [] : [...new Set([text, read])];
  return [...texts.map((value) => ({ name: file, value })), ...named];
}

/** Replaces each value, however it is written, by its name in brackets; and what is left of one that was cut. */
export function createRedactor(secrets: readonly Secret[]): Redact {
  const names = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (value.length < shortestSecret) continue;
    for (const spelling of spellingsOf(value)) names.set(spelling, names.get(spelling) ?? name);
    names.set(value, name);
  }
  if (names.size === 0) return (text) => text;
  // Longest first: a secret may begin with another one.
  const values = [...names.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const expression = new RegExp(values.join("|"), "g");
  const ends = secrets.filter(({ value }) => value.length >= shortestCut);
  return (text) => {
    const whole = text.replace(expression, (value, at: number) => {
      const name = `[${names.get(value)}]`;
      return isEscape(text, at) ? `${value[0]}${name}` : name;
    });
    return ends.reduce(withoutEnds, whole);
  };
}

const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** The letter there belongs to what stands before it, as in "\\n": what is left has to stay JSON. */
function isEscape(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1 && /[bfnrtu]/.test(text[at] ?? "");
}

/** Every string in a value, and every name of a field. */
export function redactedIn(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => redactedIn(inner, redact));
  const fields = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, inner]) => [redact(name), redactedIn(inner, redact)]),
  );
}

/** A stream may cut a value in two, and a message may show its beginning only. So much of one is no other word. */
const shortestEnd = 12;
const shortestCut = 2 * shortestEnd;

/** What every spelling but base64 writes as it is. */
const isSafe = /^[\w.-]+$/;

function withoutEnds(text: string, { name, value }: Secret): string {
  const [head, tail] = [value.slice(0, shortestEnd), value.slice(-shortestEnd)];
  const headless = isSafe.test(head)
    ? text.split(head).reduce((left, rest) => `${left}[${name}]${rest.slice(goingOn(rest, value))}`)
    : text;
  if (!isSafe.test(tail)) return headless;
  const pieces = headless.split(tail);
  const last = pieces.pop() ?? "";
  return pieces.map((left) => `${left.slice(0, begun(left, value))}[${name}]`).join("") + last;
}

/** How much of `rest` goes on as the value does behind its head. */
function goingOn(rest: string, value: string): number {
  let count = 0;
  while (isSafe.test(rest[count] ?? "") && rest[count] === value[shortestEnd + count]) count += 1;
  return count;
}

/** Where in `left` the value has begun that goes on with its tail. */
function begun(left: string, value: string): number {
  let at = left.length;
  const isSame = () => left[at - 1] === value.at(at - 1 - left.length - shortestEnd);
  while (isSafe.test(left[at - 1] ?? "") && isSame() && !isEscape(left, at - 1)) at -= 1;
  return at;
}
