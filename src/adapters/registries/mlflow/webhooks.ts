import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { eachItem } from '../pages.ts';
import { type MlflowHttp, type MlflowRequest, mlflowHttp, type Outcome } from './http.ts';
import type { MlflowOptions } from './options.ts';
import * as schema from './schema.ts';

/** The events Countersign asks for; MLflow sends none for a stage, a deletion, a rename or a model's tags. */
export const webhookEvents = [
  'registered_model.created',
  'model_version.created',
  'model_version_tag.set',
  'model_version_tag.deleted',
  'model_version_alias.created',
  'model_version_alias.deleted',
] as const;

interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly active: boolean;
  /** As `model_version_alias.created`; may hold events that Countersign does not know. */
  readonly events: readonly string[];
}

interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly secret: string;
  readonly description?: string;
  readonly events: readonly (typeof webhookEvents)[number][];
}

type WebhookChange = Partial<WebhookDraft> & { readonly active?: boolean };

/** Whether our receiver took the example; `status` is what it answered, null if it could not be reached. */
interface WebhookTrial {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly said: string;
}

/** Webhooks of a whole MLflow 3 server; each call throws an UpstreamError that says so where there are none. */
export interface MlflowWebhooks {
  createWebhook(draft: WebhookDraft): Promise<Webhook>;
  listWebhooks(): Promise<readonly Webhook[]>;
  updateWebhook(id: string, change: WebhookChange): Promise<Webhook>;
  /** Absent already is done. */
  deleteWebhook(id: string): Promise<void>;
  /** Makes MLflow send an example about `example_model`, signed as any delivery. */
  testWebhook(id: string, event?: (typeof webhookEvents)[number]): Promise<WebhookTrial>;
}

export function connectMlflowWebhooks(options: MlflowOptions): MlflowWebhooks {
  const http = mlflowHttp(options);
  return {
    async createWebhook(draft) {
      const request = write('POST', 'webhooks', `create webhook ${draft.name}`, body(draft), draft.secret);
      return toWebhook((await get(http, request, schema.webhookAnswer)).webhook);
    },
    async listWebhooks() {
      const pages = eachItem(
        async (page_token) => {
          const query = { max_results: '100', page_token };
          const request = { method: 'GET', path: 'webhooks', doing: 'list webhooks', right, query } as const;
          const answer = await get(http, request, schema.webhooksAnswer);
          return { items: answer.webhooks.map(toWebhook), nextPageToken: answer.next_page_token ?? null };
        },
        (webhook) => webhook.id,
      );
      const webhooks: Webhook[] = [];
      for await (const webhook of pages) webhooks.push(webhook);
      return webhooks;
    },
    async updateWebhook(id, change) {
      const request = write('PATCH', path(id), `change webhook ${id}`, body(change), change.secret);
      return toWebhook((await get(http, request, schema.webhookAnswer)).webhook);
    },
    async deleteWebhook(id) {
      const outcome = await http.ask(write('DELETE', path(id), `delete webhook ${id}`, {}), schema.nothing);
      if (!outcome.ok && !outcome.missing) throw failure(outcome);
    },
    async testWebhook(id, event) {
      const wanted = event === undefined ? {} : { event: eventPair(event) };
      const request = write('POST', `${path(id)}/test`, `test webhook ${id}`, wanted);
      const { result } = await get(http, request, schema.webhookTestAnswer);
      return {
        delivered: result.success,
        status: result.response_status ?? null,
        said: result.response_body || result.error_message,
      };
    },
  };
}

async function get<T>(http: MlflowHttp, request: MlflowRequest, answer: z.ZodType<T>): Promise<T> {
  const outcome = await http.ask(request, answer);
  if (outcome.ok) return outcome.value;
  throw failure(outcome);
}

function failure<T>(outcome: Extract<Outcome<T>, { ok: false }>): UpstreamError {
  if (!outcome.unknownEndpoint) return outcome.error;
  const sentence =
    'This MLflow has no webhooks; they came with version 3. Nothing is lost: changes are found by polling.';
  return new UpstreamError('MLflow', sentence, { status: outcome.error.status, retryable: false });
}

function write(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  doing: string,
  body: Record<string, unknown>,
  secret?: string,
): MlflowRequest {
  return { method, path, doing, right, body, ...(secret !== undefined && { secret }) };
}

const right = 'administrator rights, which all webhooks need';

function path(id: string): string {
  return `webhooks/${encodeURIComponent(id)}`;
}

function body({ events, active, ...rest }: WebhookChange): Record<string, unknown> {
  return {
    ...rest,
    ...(active !== undefined && { status: active ? 'ACTIVE' : 'DISABLED' }),
    ...(events !== undefined && { events: events.map(eventPair) }),
  };
}

function eventPair(event: string): { entity: string; action: string } {
  const [entity = '', action = ''] = event.toUpperCase().split('.');
  return { entity, action };
}

function toWebhook(webhook: schema.MlflowWebhook): Webhook {
  return {
    id: webhook.webhook_id,
    name: webhook.name,
    url: webhook.url,
    description: webhook.description,
    active: webhook.status === 'ACTIVE',
    events: webhook.events.map(({ entity, action }) => `${entity}.${action}`.toLowerCase()),
  };
}
