// Takes secrets out of text before it is written anywhere. Pure, made from the values themselves:
// it cannot know what a secret looks like, only which ones there are.

import { builtIn } from "../../agents/index.ts";

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

/** Replaces each value, as it is and as JSON writes it, by its name in brackets. */
export function createRedactor(secrets: readonly Secret[]): Redact {
  const names = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (value.length < shortestSecret) continue;
    names.set(value, name);
    names.set(JSON.stringify(value).slice(1, -1), name);
  }
  if (names.size === 0) return (text) => text;
  // Longest first: a secret may begin with another one.
  const values = [...names.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const expression = new RegExp(values.join("|"), "g");
  return (text) => text.replace(expression, (value) => `[${names.get(value)}]`);
}

const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
