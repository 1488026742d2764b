import type { IncomingMessage } from 'node:http';
import { guard, type PlainAnswer, plain, userOf } from './access.ts';
import { type Arguments, bodyArguments, queryArguments } from './arguments.ts';
import { versionFile } from './artifacts.ts';
import type { Call, Endpoint, World } from './endpoint.ts';
import { modelsPage } from './page.ts';
import { type PretendAuth, type PretendUser, permissionOf, permits } from './permissions.ts';
import { invalid, MlflowRefusal } from './refusal.ts';
import type { Route } from './router.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly route: Route;
  readonly auth: PretendAuth | null;
  readonly allowedHosts: readonly string[];
}

/** Answers one request as MLflow would, in the order in which MLflow looks at things. */
export async function answered(world: World, exchange: Exchange): Promise<Answer> {
  const { request, url, route, auth } = exchange;
  const refused = guard(request, url.pathname, world.features, exchange.allowedHosts);
  if (refused !== null) return page(refused);
  if (url.pathname === '/health') return text('OK');
  const user = auth === null ? null : userOf(request, auth);
  if (auth !== null && user === null) return page(plain.unauthenticated);
  if (url.pathname === '/version') return text(world.features.version);
  if (url.pathname === '/' && request.method === 'GET') return text(modelsPage(world.state));
  const may: Call['may'] = (model, permission) =>
    auth === null || user === null || permits(permissionOf(world.state, auth, user, model), permission);
  if (url.pathname === '/model-versions/get-artifact') return file(world, url.searchParams, may);
  if (!route.found) return page(route.allow === '' ? plain.notFound : plain.notAllowed(route.allow));
  const args = request.method === 'GET' ? queryArguments(url.searchParams) : bodyArguments(exchange.body);
  if (!allows(route.endpoint, args, user, may)) return page(plain.denied);
  try {
    refuseContentType(request);
    return json(200, await route.endpoint.answer(world, { args, id: route.id, user: user?.name ?? null, may }));
  } catch (error) {
    if (!(error instanceof MlflowRefusal)) throw error;
    return json(error.status, error.body(world.features.classedErrors));
  }
}

/** One file of a version, as it is: no call of the API, so no JSON but for a refusal. */
function file(world: World, query: URLSearchParams, may: Call['may']): Answer {
  const [name = '', version = '', path = ''] = ['name', 'version', 'path'].map((key) => query.get(key) ?? '');
  if (!may(name, 'READ')) return page(plain.denied);
  try {
    const body = versionFile(world, name, version, path);
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
  } catch (error) {
    if (!(error instanceof MlflowRefusal)) throw error;
    return json(error.status, error.body(world.features.classedErrors));
  }
}

function allows({ needs }: Endpoint, args: Arguments, user: PretendUser | null, may: Call['may']): boolean {
  if (user === null || needs === undefined) return true;
  return needs === 'ADMIN' ? user.admin === true : may(args.optionalText('name'), needs);
}

// MLflow looks at the content type of POST only.
function refuseContentType(request: IncomingMessage): void {
  if (request.method !== 'POST' || (request.headers['content-type'] ?? '').startsWith('application/json')) return;
  throw invalid("Bad Request. Content-Type must be one of ['application/json'].");
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function text(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function page({ status, contentType, text, headers = {} }: PlainAnswer): Answer {
  return { status, headers: { 'content-type': contentType, ...headers }, body: text };
}
