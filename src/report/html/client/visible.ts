// Text of a model, a child or a file as a person must see it: what would be obeyed, or would reorder
// a line, or is nothing at all, is shown by a sign of its own. Line breaks and tabs stay.

const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu;

export const visible = (text: string): string => text.replace(hidden, signOf);

/** The pictures of the C0 controls stand in Unicode in the order of the controls. */
function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
