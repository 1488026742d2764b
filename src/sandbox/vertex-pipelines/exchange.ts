import type { IncomingMessage } from 'node:http';
import type { Endpoint, World } from './endpoint.ts';
import { permissionEndpoints } from './permissions.ts';
import { pipelineJobs } from './pipeline-jobs.ts';
import { denied, GoogleRefusal } from './refusal.ts';
import { templateEndpoints } from './templates.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A caller, by the access token it carries, and the permissions it lacks. */
export interface PretendCaller {
  readonly token: string;
  readonly lacks?: readonly string[];
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly callers: readonly PretendCaller[];
}

/** Every endpoint, those of Vertex AI below `/v1/`. */
export const endpoints: readonly Endpoint[] = [
  ...pipelineJobs.map((one) => ({ ...one, path: `v1/${one.path}` })),
  ...templateEndpoints,
  ...permissionEndpoints,
];

const patterns = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));

/** A verb comes after a colon, so that no id has one; digests and encoded names of objects may. */
function patternOf(path: string): RegExp {
  const open = path.replace(/\{(tag|object)\}/g, '([^/]+)');
  return new RegExp(`^/${open.replace(/\{\w+\}/g, '([^/:]+)')}$`);
}

/** Answers one request in the order in which Google looks at things. */
export function answered(world: World, { request, url, body, callers }: Exchange): Answer {
  const found = patterns
    .filter(({ endpoint }) => endpoint.method === request.method)
    .map(({ endpoint, pattern }) => ({ endpoint, match: pattern.exec(url.pathname) }))
    .find(({ match }) => match !== null);
  if (found === undefined) return notThere;
  const { endpoint } = found;
  const ids = found.match?.slice(1).map(decodeURIComponent) ?? [];
  try {
    const caller = callerOf(request, callers);
    const may = (permission: string) => caller.lacks?.includes(permission) !== true;
    if (isVertex(endpoint) && ids[1] !== world.location) return notThere;
    const resource = isVertex(endpoint) ? `projects/${ids[0]}/locations/${ids[1]}` : `projects/${world.project}`;
    const elsewhere = isVertex(endpoint) && ids[0] !== world.project;
    if (elsewhere || !may(endpoint.needs)) throw denied(endpoint.needs, resource);
    const answer = endpoint.answer(world, { ids, query: url.searchParams, body: parsed(body), may });
    return typeof answer === 'string' ? text(answer) : json(200, answer);
  } catch (error) {
    if (!(error instanceof GoogleRefusal)) throw error;
    return json(error.status, error.body());
  }
}

function isVertex({ path }: Endpoint): boolean {
  return path.startsWith('v1/');
}

function callerOf({ headers }: IncomingMessage, callers: readonly PretendCaller[]): PretendCaller {
  const caller = callers.find(({ token }) => headers.authorization === `Bearer ${token}`);
  if (caller !== undefined) return caller;
  throw new GoogleRefusal(
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  };
}

function text(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
}

/** What a host of Google answers to a path it does not serve, another region's among them. */
const notThere: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p>The requested URL was not found on this server.\n',
};
