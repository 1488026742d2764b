import { setTimeout as sleep } from 'node:timers/promises';

/** One location of a project, spoken to without the client under test. */
export interface VertexPlace {
  /** As `http://127.0.0.1:1234/v1/projects/p/locations/l`. */
  readonly base: string;
  readonly accessToken?: () => Promise<string>;
  /** Lets time pass between two looks at an operation; by default up to 5 s of it do. */
  readonly pass?: () => Promise<void>;
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
export async function finished(place: VertexPlace, begun: VertexAnswer): Promise<VertexAnswer> {
  const root = place.base.slice(0, place.base.indexOf('/projects/'));
  const pass = place.pass ?? (() => sleep(5000));
  for (let look = 0; look < 500; look += 1) {
    const path = begun.name?.slice(begun.name.indexOf('projects/')) ?? '';
    const operation = await sendVertex({ ...place, base: root }, 'GET', path);
    if (operation.error !== undefined) throw new Error(operation.error.message);
    if (operation.done === true) return operation;
    await pass();
  }
  throw new Error(`${begun.name} did not end in time`);
}
