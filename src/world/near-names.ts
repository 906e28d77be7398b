// The names that a person probably meant. One distance for all hints, so that they agree.

/** Up to three names that a slip of the hand turns into the wanted one, or that contain it. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const want = wanted.toLowerCase();
  const limit = Math.max(2, Math.floor(want.length / 3));
  return names
    .map((name) => ({ name, distance: nearness(want, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edits between the two; a name that contains the other, or is contained, counts as close. */
function nearness(want: string, name: string): number {
  const contained = want.length > 2 && (name.includes(want) || want.includes(name));
  const edits = editDistance(want, name);
  return contained ? Math.min(edits, 1 + Math.abs(name.length - want.length) / 100) : edits;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
