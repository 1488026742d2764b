import { z } from 'zod';
import type { Org } from '../organization.ts';
import { budgets } from './budgets.ts';
import { digest } from './digest.ts';
import { baseline } from './playbook.ts';
import { anyList, channel, id, list, text, zone } from './values.ts';

/** Kinds that are asked at an address of their own. */
const addressed: ReadonlySet<string> = new Set(['mlflow', 'kubeflow', 'webhook']);

function needing(kinds: readonly string[], required: readonly string[]) {
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  return { if: { required: ['kind'], properties: { kind: { enum: kinds } } }, then: { required } };
}

const connection = z
  .strictObject({
    id,
    kind: z.enum([
      'mlflow',
      'vertex',
      'vertex-pipelines',
      'kubeflow',
      'webhook',
      'drift-events',
      'vertex-monitoring',
      'cloud-monitoring',
      'bigquery-billing',
      'focus-files',
      'cloud-usage',
    ]),
    url: z
      .url({ protocol: /^https?$/, error: 'this is an address, as http://127.0.0.1:5000' })
      .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?:' })
      .optional(),
    project: text(100).optional(),
    location: text(60).optional(),
    table: z
      .string()
      .regex(/^[a-z0-9.:-]+\.\w+\.[\w-]+$/, 'a table is written project.dataset.table')
      .max(300)
      .optional(),
    tag_namespace: text(100).optional(),
    most_gib: z.number().int().min(1).max(100_000).optional(),
    path: z.string().regex(/^\//, 'a path starts with /').max(1000).optional(),
  })
  .refine(({ kind, url }) => !addressed.has(kind) || url !== undefined, 'this connection needs a url')
  .refine(
    ({ kind, project, location }) => !kind.startsWith('vertex') || (project !== undefined && location !== undefined),
    {
      message: 'a Vertex AI connection needs project and location',
    },
  )
  .refine(
    ({ kind, project, table }) => kind !== 'bigquery-billing' || (project !== undefined && table !== undefined),
    'a billing export needs project and table',
  )
  .refine(({ kind, project }) => kind !== 'cloud-usage' || project !== undefined, 'cloud usage needs a project')
  .refine(({ kind, path }) => kind !== 'focus-files' || path !== undefined, 'FOCUS files need a path')
  .meta({
    allOf: [
      needing(['vertex', 'vertex-pipelines', 'vertex-monitoring'], ['project', 'location']),
      needing([...addressed], ['url']),
      needing(['bigquery-billing'], ['project', 'table']),
      needing(['focus-files'], ['path']),
      needing(['cloud-usage'], ['project']),
    ],
  })
  .transform(({ id: name, kind, url, project, location, table, tag_namespace, most_gib, path }) => ({
    id: name,
    kind,
    url: url ?? null,
    project: project ?? null,
    location: location ?? null,
    ...(table !== undefined && { table }),
    ...(tag_namespace !== undefined && { tagNamespace: tag_namespace }),
    ...(most_gib !== undefined && { mostGib: most_gib }),
    ...(path !== undefined && { path }),
  }));

const labels = { team: 'team', model: 'model', environment: 'env', owner: 'owner' };

export const org = z
  .strictObject({
    version: z.literal(1),
    owner: id,
    name: text(100),
    zone,
    currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, as EUR'),
    channels: z.strictObject({ default: channel, alarm: channel, digest: channel, finance: channel.optional() }),
    labels: z
      .strictObject({
        team: text(63).default(labels.team),
        model: text(63).default(labels.model),
        environment: text(63).default(labels.environment),
        owner: text(63).default(labels.owner),
        required: list(text(63)).optional(),
      })
      .default(labels),
    identity: z
      .strictObject({ allow_email_match: z.boolean().default(false), domains: anyList(text(253)).default([]) })
      .default({ allow_email_match: false, domains: [] }),
    connections: z.array(connection),
    budgets: budgets.optional(),
    digest: digest.optional(),
    baseline: baseline.optional(),
  })
  .transform(
    (file): Org => ({
      owner: file.owner,
      name: file.name,
      zone: file.zone,
      currency: file.currency,
      channels: channelsOf(file.channels),
      labels: labelsOf(file.labels),
      identity: { allowEmailMatch: file.identity.allow_email_match, domains: file.identity.domains },
      connections: file.connections,
      ...(file.budgets === undefined ? {} : { budgets: file.budgets }),
      ...(file.digest === undefined ? {} : { digest: file.digest }),
      baseline: file.baseline ?? null,
    }),
  );

function labelsOf({
  required,
  ...named
}: Omit<Org['labels'], 'required'> & { required?: readonly string[] | undefined }): Org['labels'] {
  return required === undefined ? named : { ...named, required };
}

function channelsOf({
  finance,
  ...others
}: Omit<Org['channels'], 'finance'> & { finance?: string | undefined }): Org['channels'] {
  return finance === undefined ? others : { ...others, finance };
}
