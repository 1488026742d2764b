import type { Tag } from './state.ts';

export function setTag(tags: Tag[], key: string, value: string): void {
  const held = tags.find((tag) => tag.key === key);
  if (held === undefined) tags.push({ key, value });
  else held.value = value;
}

/** Whether it was there. */
export function deleteTag(tags: Tag[], key: string): boolean {
  const index = tags.findIndex((tag) => tag.key === key);
  if (index >= 0) tags.splice(index, 1);
  return index >= 0;
}

export function tagValue(tags: readonly Tag[], key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}

export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
