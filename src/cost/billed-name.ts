/** What tells a resource apart on a bill: bills write a project's number where others write its id. */
export interface BilledName {
  readonly project: string | null;
  readonly resource: string;
}

const form = /^\/\/[^/]+\/projects\/[^/]+\/(?:locations|regions|zones)\/([^/]+)\/(\w+)\/([^/]+)$/;

/**
 * One text for what is the same resource, however it is named: project, place, kind and last part. Null for names that
 * are not of Google's form, `//service/projects/p/zones/z/kind/name`.
 */
export function billedKey({ project, resource }: BilledName): string | null {
  const [, place, kind, last] = form.exec(resource) ?? [];
  return place === undefined ? null : JSON.stringify([project, place, kind, last]);
}

/** The keys of all names that a resource may have on a bill: the last part of its own name, or another one. */
export function billedKeys(name: BilledName, otherParts: readonly string[]): readonly string[] {
  const names = [name.resource, ...otherParts.map((part) => name.resource.replace(/[^/]+$/, () => part))];
  return names.flatMap((resource) => billedKey({ ...name, resource }) ?? []);
}
