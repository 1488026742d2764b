import { webhookAnswer } from './answers.ts';
import type { Arguments } from './arguments.ts';
import type { Endpoint, WebhookPayload } from './endpoint.ts';
import { pageOf } from './pages.ts';
import { invalid, MlflowRefusal } from './refusal.ts';
import type { State, WebhookRow } from './state.ts';
import { refuseAddress, type WebhookRules } from './webhook-address.ts';

const example = { name: 'example_model', version: '1' };
const tag = { ...example, key: 'example_key' };

/** What each event carries when it is only tried out. */
const examples = new Map<string, Readonly<Record<string, unknown>>>([
  ['REGISTERED_MODEL.CREATED', { name: example.name, tags: {}, description: 'An example registered model' }],
  [
    'MODEL_VERSION.CREATED',
    {
      ...example,
      source: 'models:/123',
      run_id: 'abcd1234abcd5678',
      tags: { example_key: 'example_value' },
      description: 'An example model version',
    },
  ],
  ['MODEL_VERSION_TAG.SET', { ...tag, value: 'example_value' }],
  ['MODEL_VERSION_TAG.DELETED', tag],
  ['MODEL_VERSION_ALIAS.CREATED', { name: example.name, alias: 'example_alias', version: example.version }],
  ['MODEL_VERSION_ALIAS.DELETED', { name: example.name, alias: 'example_alias' }],
]);

function eventOf(args: Arguments): string {
  const event = `${args.text('entity')}.${args.text('action')}`.toUpperCase();
  if (!examples.has(event)) throw invalid(`Invalid action '${args.text('action')}' for '${args.text('entity')}'.`);
  return event;
}

function eventsOf(args: Arguments): string[] {
  const events = args.items('events').map(eventOf);
  if (events.length === 0) throw invalid('Webhook events must be a non-empty list of WebhookEvent objects: [].');
  return events;
}

function exampleOf(event: string): WebhookPayload {
  const [entity = '', action = ''] = event.toLowerCase().split('.');
  return { entity, action, data: examples.get(event) ?? {} };
}

function webhook(state: State, id: string): WebhookRow {
  const row = state.webhooks.get(id);
  if (row === undefined) throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `Webhook with ID ${id} not found.`);
  return row;
}

export function webhookEndpoints(rules: WebhookRules): readonly Endpoint[] {
  const common = { feature: 'webhooks', needs: 'ADMIN' } as const;
  return [
    {
      ...common,
      method: 'POST',
      path: 'webhooks',
      write: true,
      async answer({ state, now, newId }, { args }) {
        const [name, url, events] = [args.text('name'), args.text('url'), eventsOf(args)];
        await refuseAddress(url, rules);
        const row: WebhookRow = {
          id: newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
          name,
          description: args.optionalText('description'),
          url,
          secret: args.optionalText('secret'),
          events,
          status: args.optionalText('status') || 'ACTIVE',
          createdMs: now(),
          updatedMs: now(),
        };
        state.webhooks.set(row.id, row);
        return { webhook: webhookAnswer(row) };
      },
    },
    {
      ...common,
      method: 'GET',
      path: 'webhooks',
      write: false,
      answer({ state }, { args }) {
        const limit = args.integer('max_results', 100, { most: 1000 });
        const { items, next } = pageOf([...state.webhooks.values()], args, limit);
        return {
          ...(items.length > 0 && { webhooks: items.map(webhookAnswer) }),
          ...(next !== undefined && { next_page_token: next }),
        };
      },
    },
    {
      ...common,
      method: 'GET',
      path: 'webhooks/{id}',
      write: false,
      answer: ({ state }, { id }) => ({ webhook: webhookAnswer(webhook(state, id)) }),
    },
    {
      ...common,
      method: 'PATCH',
      path: 'webhooks/{id}',
      write: true,
      async answer({ state, now }, { id, args }) {
        const row = webhook(state, id);
        if (args.has('url')) await refuseAddress(args.text('url'), rules);
        if (args.has('events')) row.events = eventsOf(args);
        if (args.has('url')) row.url = args.text('url');
        if (args.has('name')) row.name = args.text('name');
        if (args.has('description')) row.description = args.optionalText('description');
        if (args.has('secret')) row.secret = args.text('secret');
        if (args.has('status')) row.status = args.text('status');
        row.updatedMs = now();
        return { webhook: webhookAnswer(row) };
      },
    },
    {
      ...common,
      method: 'DELETE',
      path: 'webhooks/{id}',
      write: true,
      answer({ state }, { id }) {
        state.webhooks.delete(webhook(state, id).id);
        return {};
      },
    },
    {
      ...common,
      method: 'POST',
      path: 'webhooks/{id}/test',
      write: true,
      async answer({ state, tryWebhook }, { id, args }) {
        const row = webhook(state, id);
        const asked = args.item('event');
        const event = asked === null ? ([...row.events].sort()[0] ?? '') : eventOf(asked);
        const { status, body } = await tryWebhook(id, exampleOf(event));
        const success = status !== null && status >= 200 && status < 300;
        return {
          result:
            status === null
              ? { success, error_message: body }
              : { success, response_status: status, response_body: body },
        };
      },
    },
  ];
}
