/** `projects/p/locations/l/instances/i` of `//notebooks.googleapis.com/projects/…`. */
export function pathOf(resource: string): string {
  return resource
    .replace(/^\/\/[^/]+\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** Its last part, by which people call it. */
export function nameOf(resource: string): string {
  return resource.split('/').at(-1) ?? resource;
}
