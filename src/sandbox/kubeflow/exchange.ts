import type { IncomingMessage } from 'node:http';
import { guard, type PretendAuth } from './access.ts';
import type { World } from './endpoint.ts';
import { dashboard, runsPage } from './page.ts';
import { invalid, KubeflowRefusal } from './refusal.ts';
import { routeOf } from './router.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly auth: PretendAuth | null;
  /** As `/pipeline`; what is outside it is answered by the gateway's dashboard, with a page. */
  readonly prefix: string;
}

const root = '/apis/v2beta1/';

/** Answers one request as the API server, or the gateway before it, would. */
export function answered(world: World, { request, url, body, auth, prefix }: Exchange): Answer {
  const { pathname } = url;
  if (!pathname.startsWith(`${prefix}/`)) return page(200, dashboard);
  const path = pathname.slice(prefix.length);
  if (!path.startsWith(root)) return path === '/' ? page(200, runsPage(world)) : page(404, '404 page not found');
  const below = path.slice(root.length);
  const major = Number(world.version.split('.')[0]);
  try {
    if (below === 'healthz') return json(200, { tag_name: world.version, multi_user: world.multiUser });
    const route = routeOf(request.method ?? '', below, major);
    if (route === null) throw new KubeflowRefusal('NOT_FOUND', 'Not Found');
    if (auth !== null) guard(auth, request, route.endpoint.needs);
    const call = { ids: route.ids, query: url.searchParams, body: parsed(body) };
    return json(200, route.endpoint.answer(world, call));
  } catch (error) {
    if (!(error instanceof KubeflowRefusal)) throw error;
    return json(error.status, error.body());
  }
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function page(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: text };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw invalid('invalid character looking for beginning of value');
  }
}
