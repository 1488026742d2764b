import type { IncomingMessage } from 'node:http';
import { refuse } from './api-refusal.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';

const LARGEST_BYTES = 4 * 1024 * 1024;

/** The whole body. Throws a RangeError above 4 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > LARGEST_BYTES) throw new RangeError('body too large');
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

/** The arguments of a Web API call from its query and a form, JSON or multipart body. */
export async function readArguments(request: IncomingMessage, query: URLSearchParams): Promise<JsonObject> {
  const given = Object.fromEntries(query);
  const body = await readBody(request);
  if (body.length === 0) return given;
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('application/json')) {
    const value = parseJson(body.toString());
    if (value === undefined) return refuse('invalid_json');
    return isObject(value) ? { ...given, ...value } : refuse('json_not_object');
  }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { ...given, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  }
  if (contentType.startsWith('multipart/form-data')) return { ...given, ...(await readForm(body, contentType)) };
  return refuse('invalid_post_type');
}

async function readForm(body: Buffer, contentType: string): Promise<JsonObject> {
  try {
    const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
    return Object.fromEntries(await response.formData());
  } catch {
    return refuse('invalid_form_data');
  }
}
