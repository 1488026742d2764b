import type { IncomingMessage } from 'node:http';
import { type Met, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import { type Answer, json } from '../vertex-pipelines/exchange.ts';
import { GoogleRefusal } from '../vertex-pipelines/refusal.ts';
import { answer, type World } from './answers.ts';
import { machineServices } from './machine-skus.ts';
import type { PretendService } from './pretend-sku.ts';

export interface PretendPriceListOptions {
  readonly port?: number;
  /** Those of `machineServices` where it is not given. */
  readonly services?: readonly PretendService[];
  /** How much of a currency a dollar is, as decimal text; dollars and euros where it is not given. */
  readonly conversion?: Readonly<Record<string, string>>;
  /** 5000 is what Google gives at most. */
  readonly mostPerPage?: number;
  /** The access token it takes, `pretend-token` where it is not given; null takes everybody. */
  readonly token?: string | null;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** Why callers are refused: the API is off in their project, or they may not use the quota of the one they name. */
type Access = 'open' | 'off' | 'no-quota';

export interface PretendPriceList {
  readonly url: string;
  /** All but `stale-reads`; `lost-answer` answers nothing. */
  readonly faults: Faults;
  /** `status` is 0 where the connection was reset. */
  readonly requests: readonly { readonly path: string; readonly status: number }[];
  setServices(services: readonly PretendService[]): void;
  setAccess(access: Access): void;
  close(): Promise<void>;
}

/** Google's Cloud Billing Catalog on 127.0.0.1. */
export async function startPretendPriceList(options: PretendPriceListOptions = {}): Promise<PretendPriceList> {
  const { conversion = { USD: '1', EUR: '0.92' }, mostPerPage = 5000, clock = Date.now } = options;
  const board = faultBoard();
  let services = options.services ?? machineServices();
  let access: Access = 'open';

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    isWrite: () => false,
    refused: refusalByFault,
    answer: ({ request, url }) => {
      const world: World = { services, conversion, mostPerPage, now: clock };
      const caller = { token: options.token === undefined ? 'pretend-token' : options.token, access };
      return answered(world, request, url, caller);
    },
  });

  return {
    url: server.url,
    faults: board,
    requests: server.requests,
    setServices(changed) {
      services = changed;
    },
    setAccess(changed) {
      access = changed;
    },
    close: server.close,
  };
}

function answered(
  world: World,
  { method, headers }: IncomingMessage,
  url: URL,
  { token, access }: { readonly token: string | null; readonly access: Access },
): Answer {
  try {
    if (token !== null && headers.authorization !== `Bearer ${token}`) {
      throw new GoogleRefusal('UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    }
    if (access === 'off') throw off;
    if (access === 'no-quota' && headers['x-goog-user-project'] !== undefined) throw noQuota;
    const body = method === 'GET' ? answer(world, url) : null;
    return body === null ? notThere : json(200, body);
  } catch (error) {
    if (!(error instanceof GoogleRefusal)) throw error;
    return json(error.status, error.body());
  }
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) {
    const wait = busy.retryAfterSeconds;
    const type = 'type.googleapis.com/google.rpc.RetryInfo';
    const details = wait === undefined ? [] : [{ '@type': type, retryDelay: `${wait}s` }];
    return json(
      429,
      new GoogleRefusal('RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'All requests'.", details).body(),
    );
  }
  if (!faults.has('error-500')) return null;
  return json(500, new GoogleRefusal('INTERNAL', 'Internal error encountered.').body());
}

const off = refusalBecause(
  'SERVICE_DISABLED',
  'Cloud Billing API has not been used in project 1 before or it is disabled.',
  { service: 'cloudbilling.googleapis.com' },
);

const noQuota = refusalBecause(
  'USER_PROJECT_DENIED',
  'Caller does not have required permission to use project northwind-ml.',
  { service: 'cloudbilling.googleapis.com' },
);

function refusalBecause(reason: string, message: string, metadata: Readonly<Record<string, string>>): GoogleRefusal {
  const type = 'type.googleapis.com/google.rpc.ErrorInfo';
  return new GoogleRefusal('PERMISSION_DENIED', message, [
    { '@type': type, reason, domain: 'googleapis.com', metadata },
  ]);
}

/** What Google answers to a path it does not serve. */
const notThere: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n',
};
