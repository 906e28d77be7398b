// Messages of an agent's own that only carry the images of tools' results: nobody's prompt.

/** How they begin. */
const openings = ["Attached image(s) from tool result:", "Tool result image:"];

export const isAttachment = (text: string): boolean =>
  openings.some((opening) => text.startsWith(opening));
