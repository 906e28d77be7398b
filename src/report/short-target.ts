// Targets as reports show them: the agent that is meant where none is named goes without saying.
import { defaultAgent } from "../agents/description.ts";

const usual = `${defaultAgent}:`;

/** Of a target, or of a title that begins with one. */
export const shortTarget = (text: string): string =>
  text.startsWith(usual) ? text.slice(usual.length) : text;
