/** At most `max` items in their order: the urgent ones, and others as far as there is room. */
export function mostUrgent<T>(items: readonly T[], urgent: (item: T) => boolean, max: number): T[] {
  const indexed = items.map((item, index) => ({ item, index }));
  const kept = [...indexed.filter(({ item }) => urgent(item)), ...indexed.filter(({ item }) => !urgent(item))].slice(
    0,
    max,
  );
  return kept.sort((a, b) => a.index - b.index).map(({ item }) => item);
}
