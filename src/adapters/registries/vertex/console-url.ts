import type { VertexOptions } from './options.ts';

/** A page of Google's console, or of what stands at the connection's own address instead. */
export function consoleUrl({ url, project }: Pick<VertexOptions, 'url' | 'project'>, path: string): string {
  const root = url === null ? 'https://console.cloud.google.com' : url.replace(/\/+$/, '');
  return `${root}/vertex-ai/${path}?project=${encodeURIComponent(project)}`;
}
