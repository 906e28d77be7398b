// A text cut to a number of bytes, between two of its lines. Pure.

const cutLine = "\n… The rest is cut: there is no more room for it here.\n";

/** As UTF-8. Of what is cut the end says so, where there is room to say it. */
export function fitted(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const room = mostBytes - Buffer.byteLength(cutLine);
  if (room < 0) return "";
  const kept = Buffer.from(text).subarray(0, room);
  return `${kept.subarray(0, kept.lastIndexOf("\n") + 1)}${cutLine}`;
}
