import { type Met, type RequestEntry, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import { type Answer, json } from '../vertex-pipelines/exchange.ts';
import { denied, GoogleRefusal } from '../vertex-pipelines/refusal.ts';
import { endpoints, type UsageWorld } from './endpoints.ts';
import type { PretendUsage } from './state.ts';

export interface PretendCloudUsageOptions {
  readonly port?: number;
  readonly projects: readonly PretendUsage[];
  /** The access token it takes, `pretend-token` where it is not given; null takes everybody. */
  readonly token?: string | null;
  /** Points of a page at most. */
  readonly mostPoints?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export interface PretendCloudUsage {
  readonly url: string;
  /** All but `stale-reads`. */
  readonly faults: Faults;
  readonly requests: readonly RequestEntry[];
  /** Permissions that our account lacks from now on, and APIs that are off, as `notebooks.googleapis.com`. */
  readonly denied: Set<string>;
  close(): Promise<void>;
}

/** Cloud Monitoring and the APIs that are read beside it on 127.0.0.1, of some projects. */
export async function startPretendCloudUsage(options: PretendCloudUsageOptions): Promise<PretendCloudUsage> {
  const { clock = Date.now, token = 'pretend-token', mostPoints = 100_000 } = options;
  const board = faultBoard();
  const lacks = new Set<string>();
  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    isWrite: ({ url }) => /[:/]stop$/.test(url.pathname),
    refused: refusalByFault,
    answer: ({ request, method, url, body }) => {
      try {
        if (token !== null && request.headers.authorization !== `Bearer ${token}`) {
          throw new GoogleRefusal('UNAUTHENTICATED', 'Request had invalid authentication credentials.');
        }
        const may = (permission: string) => !lacks.has(permission);
        return answered({ all: options.projects, nowMs: clock(), mostPoints, may }, method, url, body);
      } catch (error) {
        if (!(error instanceof GoogleRefusal)) throw error;
        return json(error.status, error.body());
      }
    },
  });
  return { url: server.url, faults: board, requests: server.requests, denied: lacks, close: server.close };
}

function answered(world: UsageWorld, method: string, url: URL, body: string): Answer {
  const endpoint = endpoints.find((one) => one.method === method && one.path.test(url.pathname));
  const [project = '', ...ids] = endpoint?.path.exec(url.pathname)?.slice(1).map(decodeURIComponent) ?? [];
  if (endpoint === undefined) return notThere;
  const api = `${endpoint.name.split('.')[0]}.googleapis.com`;
  if (!world.may(api)) throw off(api);
  const usage = world.all.find((one) => one.project === project);
  if (usage === undefined || !world.may(endpoint.needs)) throw denied(endpoint.needs, `projects/${project}`);
  return json(200, endpoint.answer(world, { usage, ids, query: url.searchParams, body: parsed(body) }));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function off(service: string): GoogleRefusal {
  return new GoogleRefusal('PERMISSION_DENIED', `${service} has not been used in project 1 before or it is disabled.`, [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'SERVICE_DISABLED',
      domain: 'googleapis.com',
      metadata: { service },
    },
  ]);
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) {
    const wait = busy.retryAfterSeconds;
    const type = 'type.googleapis.com/google.rpc.RetryInfo';
    const details = wait === undefined ? [] : [{ '@type': type, retryDelay: `${wait}s` }];
    return json(429, new GoogleRefusal('RESOURCE_EXHAUSTED', 'Quota exceeded for quota metric.', details).body());
  }
  if (!faults.has('error-500')) return null;
  return json(500, new GoogleRefusal('INTERNAL', 'Internal error encountered.').body());
}

/** What Google answers to a path it does not serve. */
const notThere: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n',
};
