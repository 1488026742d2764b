import { bodyObject } from './json-object.ts';
import { modelsPage } from './page.ts';
import { denied, VertexRefusal } from './refusal.ts';
import type { Route, World } from './route.ts';
import { listedBucket, objectsAnswer } from './storage.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who may do what; without tokens nobody has to sign in. */
export interface PretendAccess {
  readonly tokens: readonly string[];
  /** Permissions that our account lacks. */
  readonly denied: Set<string>;
}

/** One project in one location, as an address names it: by id or by number. */
export interface Place {
  readonly project: string;
  readonly number: string;
  readonly location: string;
}

export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly found: { readonly route: Route; readonly ids: readonly string[] } | null;
  readonly access: PretendAccess;
  readonly place: Place;
}

/** The part of an API path below its location; null where the host would serve another location, or no API at all. */
export function belowLocation(path: string, place: Place): { api: string; project: string; rest: string } | null {
  const [, api, project, location, rest] =
    /^\/(v1|v1beta1)\/projects\/([^/]+)\/locations\/([^/]+)\/(.*)$/.exec(path) ?? [];
  if (api === undefined || project === undefined || rest === undefined || location !== place.location) return null;
  return { api, project, rest };
}

/** Answers one request as Vertex AI would: a wrong host first, then who asks, then whether they may, then the work. */
export function answered(world: World, exchange: Exchange): Answer {
  const { url, found, access, place } = exchange;
  if (url.pathname.startsWith('/vertex-ai/')) return html(200, modelsPage(world.state));
  if (/^\/v3\/projects\/[^/:]+:testIamPermissions$/.test(url.pathname)) return projectRights(exchange);
  const bucket = listedBucket(url.pathname);
  if (bucket !== null) return storage(world, exchange, bucket);
  const below = belowLocation(url.pathname, place);
  if (below === null || found === null) return html(404, notFoundPage);
  try {
    signedIn(exchange);
    const resource = `projects/${below.project}/locations/${place.location}`;
    const { permission } = found.route;
    const foreign = below.project !== place.project && below.project !== place.number;
    if (foreign || access.denied.has(permission)) throw denied(permission || 'aiplatform.models.get', resource);
    const permitted = (permissions: readonly string[]) => permissions.filter((one) => !access.denied.has(one));
    const call = { ids: found.ids, query: url.searchParams, body: bodyObject(exchange.body), permitted };
    return json(200, found.route.answer(world, call));
  } catch (error) {
    if (!(error instanceof VertexRefusal)) throw error;
    return refusal(error);
  }
}

/** Cloud Storage, which serves every location from one address. */
function storage(world: World, exchange: Exchange, bucket: string): Answer {
  try {
    signedIn(exchange);
    if (exchange.access.denied.has('storage.objects.list')) throw denied('storage.objects.list', `buckets/${bucket}`);
    return json(200, objectsAnswer(world, bucket, exchange.url.searchParams.get('prefix') ?? ''));
  } catch (error) {
    if (!(error instanceof VertexRefusal)) throw error;
    return refusal(error);
  }
}

/** The Resource Manager, which tells callers what they may do. */
function projectRights(exchange: Exchange): Answer {
  try {
    signedIn(exchange);
    const { denied: lacks } = exchange.access;
    if (lacks.has('resourcemanager.projects.get')) throw denied('resourcemanager.projects.get', exchange.place.project);
    const permissions = bodyObject(exchange.body).texts('permissions');
    return json(200, { permissions: permissions.filter((one) => !lacks.has(one)) });
  } catch (error) {
    if (!(error instanceof VertexRefusal)) throw error;
    return refusal(error);
  }
}

function signedIn({ authorization = '', access }: Exchange): void {
  if (access.tokens.length === 0 || access.tokens.some((token) => authorization === `Bearer ${token}`)) return;
  throw new VertexRefusal('UNAUTHENTICATED', 'Request had invalid authentication credentials.');
}

export function refusal(error: VertexRefusal, headers: Readonly<Record<string, string>> = {}): Answer {
  return { ...json(error.code, error.body()), headers: { ...jsonHeaders, ...headers } };
}

const jsonHeaders = { 'content-type': 'application/json; charset=UTF-8' };

function json(status: number, body: object): Answer {
  return { status, headers: jsonHeaders, body: JSON.stringify(body) };
}

function html(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

const notFoundPage =
  '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p>The requested URL was not found on this server.\n';
