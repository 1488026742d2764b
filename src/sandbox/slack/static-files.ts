import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const PAGE = join(import.meta.dirname, '..', 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Where the page shows what a permalink names: a thread for a reply, else the channel. */
function placeOf(permalink: RegExpExecArray, thread: string | null): string {
  const channel = permalink[1] ?? '';
  return thread === null ? `/#/${channel}` : `/#/${channel}/${encodeURIComponent(thread)}`;
}

/** The page of the workspace; permalinks lead to it too. */
export async function answerFile(response: ServerResponse, url: URL): Promise<void> {
  const permalink = /^\/archives\/([A-Z0-9]+)\//.exec(url.pathname);
  if (permalink !== null) {
    response.writeHead(302, { location: placeOf(permalink, url.searchParams.get('thread_ts')) }).end();
    return;
  }
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  try {
    const file = normalize(join(PAGE, decodeURIComponent(path)));
    const type = TYPES[extname(file)];
    if (type === undefined || !file.startsWith(PAGE + sep)) throw new RangeError('not a page file');
    const content = await readFile(file);
    response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
    response.end(content);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is no such page here.');
  }
}
