import type { IncomingMessage, ServerResponse } from 'node:http';
import { takeBytes } from './files.ts';
import { readBody } from './request-body.ts';
import type { Workspace } from './workspace.ts';

const KEPT_INLINE = ['image/png', 'image/jpeg', 'image/gif', 'text/plain'];

/** `POST /upload/...`: the bytes of an announced file, raw or as the one file of a form. */
export async function answerUpload(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(request);
  const contentType = request.headers['content-type'] ?? '';
  const bytes = contentType.startsWith('multipart/form-data') ? await fileOf(body, contentType) : body;
  const key = url.pathname.slice('/upload/'.length);
  const team = workspace.house.all().find(({ uploads }) => uploads.has(key)) ?? workspace;
  const { status, text } = takeBytes(team, key, bytes);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** `GET /files/F...`: what was uploaded, for the page. */
export function answerBytes(workspace: Workspace, response: ServerResponse, url: URL): void {
  const files = workspace.house.all().flatMap(({ state }) => state.files);
  const file = files.find(({ id }) => id === url.pathname.slice('/files/'.length));
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such file here.');
    return;
  }
  const inline = KEPT_INLINE.includes(file.mimetype);
  response.writeHead(200, {
    'content-type': inline ? file.mimetype : 'application/octet-stream',
    'content-disposition': inline ? 'inline' : 'attachment',
    'x-content-type-options': 'nosniff',
  });
  response.end(Buffer.from(file.base64, 'base64'));
}

async function fileOf(body: Buffer, contentType: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const [file] = [...form.values()].filter((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}
