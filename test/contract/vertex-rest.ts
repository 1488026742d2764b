import { setTimeout as sleep } from 'node:timers/promises';

/** One location of a project, spoken to without the client under test. */
export interface VertexPlace {
  /** As `http://127.0.0.1:1234/v1/projects/p/locations/l`. */
  readonly base: string;
  readonly accessToken?: () => Promise<string>;
}

/** The parts of Vertex AI's answers that are looked at. */
export interface VertexAnswer {
  readonly name?: string;
  readonly done?: boolean;
  readonly error?: { readonly message: string };
  readonly response?: { readonly modelVersionId?: string; readonly name?: string };
}

/** Sends one request; throws what is not a success. */
export async function sendVertex(
  { base, accessToken }: VertexPlace,
  method: string,
  path: string,
  body?: object,
): Promise<VertexAnswer> {
  const response = await fetch(`${base}/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${await accessToken()}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as VertexAnswer;
}

/** Follows a long operation to its end: a real deployment takes minutes. */
export async function finished(place: VertexPlace, begun: VertexAnswer, limitMs = 30 * 60_000): Promise<VertexAnswer> {
  const root = place.base.slice(0, place.base.indexOf('/projects/'));
  const until = Date.now() + limitMs;
  for (let pauseMs = 0; Date.now() < until; pauseMs = Math.min(5000, pauseMs + 250)) {
    const path = begun.name?.slice(begun.name.indexOf('projects/')) ?? '';
    const operation = await sendVertex({ ...place, base: root }, 'GET', path);
    if (operation.error !== undefined) throw new Error(operation.error.message);
    if (operation.done === true) return operation;
    await sleep(pauseMs);
  }
  throw new Error(`${begun.name} did not end in time`);
}
