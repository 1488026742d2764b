import { z } from 'zod';
import { type Instant, instantAt } from '#domain/instant.ts';

/**
 * What a delivery hints at; the registry is read again before anything is done. A moved alias arrives as `alias-set`,
 * and `alias-deleted` also for an alias that was not there. Nothing says who acted or what was before.
 */
export type WebhookEvent =
  | { readonly kind: 'model-created'; readonly model: string }
  | { readonly kind: 'version-created'; readonly model: string; readonly version: string }
  | { readonly kind: 'alias-set'; readonly model: string; readonly alias: string; readonly version: string }
  | { readonly kind: 'alias-deleted'; readonly model: string; readonly alias: string }
  | {
      readonly kind: 'tag-set';
      readonly model: string;
      readonly version: string;
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'tag-deleted'; readonly model: string; readonly version: string; readonly key: string }
  | { readonly kind: 'other'; readonly name: string };

export interface WebhookMessage {
  readonly at: Instant | null;
  readonly event: WebhookEvent;
}

const envelope = z.object({
  entity: z.string(),
  action: z.string(),
  timestamp: z.string().optional(),
  data: z.record(z.string(), z.unknown()).default({}),
});

const model = z.object({ name: z.string() });
const version = model.extend({ version: z.union([z.string(), z.number()]).transform(String) });
const alias = model.extend({ alias: z.string() });

const events = {
  'registered_model.created': model.transform((d): WebhookEvent => ({ kind: 'model-created', model: d.name })),
  'model_version.created': version.transform(
    (d): WebhookEvent => ({ kind: 'version-created', model: d.name, version: d.version }),
  ),
  'model_version_alias.created': version
    .extend({ alias: z.string() })
    .transform((d): WebhookEvent => ({ kind: 'alias-set', model: d.name, alias: d.alias, version: d.version })),
  'model_version_alias.deleted': alias.transform(
    (d): WebhookEvent => ({ kind: 'alias-deleted', model: d.name, alias: d.alias }),
  ),
  'model_version_tag.set': version
    .extend({ key: z.string(), value: z.string() })
    .transform(
      (d): WebhookEvent => ({ kind: 'tag-set', model: d.name, version: d.version, key: d.key, value: d.value }),
    ),
  'model_version_tag.deleted': version
    .extend({ key: z.string() })
    .transform((d): WebhookEvent => ({ kind: 'tag-deleted', model: d.name, version: d.version, key: d.key })),
};

const known: ReadonlyMap<string, z.ZodType<WebhookEvent>> = new Map(Object.entries(events));

/** Reads a delivery's body; null if it is not what MLflow sends. Events we do not know are `other`. */
export function webhookMessage(text: string): WebhookMessage | null {
  const body = envelope.safeParse(parsed(text));
  if (!body.success) return null;
  const { entity, action, timestamp = '', data } = body.data;
  const name = `${entity}.${action}`;
  const ms = Date.parse(timestamp);
  const at = Number.isNaN(ms) ? null : instantAt(ms);
  const schema = known.get(name);
  if (schema === undefined) return { at, event: { kind: 'other', name } };
  const event = schema.safeParse(data);
  return event.success ? { at, event: event.data } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
