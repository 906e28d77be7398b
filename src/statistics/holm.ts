// Several tests at once: S. Holm, "A simple sequentially rejective multiple test procedure",
// Scandinavian Journal of Statistics 6 (1979) 65–70. Pure.

/** The p-values adjusted, in their given order: each may be compared with the level as it stands. */
export function holm(values: readonly number[]): number[] {
  const ascending = values.map((value, index) => ({ value, index }));
  ascending.sort((a, b) => a.value - b.value);
  const adjusted: number[] = [];
  let largest = 0;
  ascending.forEach(({ value, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * value));
    adjusted[index] = largest;
  });
  return adjusted;
}
