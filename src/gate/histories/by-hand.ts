// A session file as a person with an editor sees it: its lines, and what each of them says.
import { z } from "zod";

const lineSchema = z.object({
  id: z.string().optional(),
  parentId: z.string().nullish(),
  message: z.object({ role: z.string() }).optional(),
});

/** The lines of a file, each with its line break. */
export const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

/** @throws ZodError or SyntaxError for a line that the agent would not have written. */
export function parse(line: string) {
  const { id, parentId = null, message } = lineSchema.parse(JSON.parse(line));
  return { id, parentId, role: message?.role ?? null };
}
