import { z } from 'zod';
import type { CatalogueModel, Models } from '../playbook.ts';
import { asJsonMap } from './json.ts';
import {
  anyList,
  channel,
  criticality,
  dataClass,
  duration,
  id,
  level,
  list,
  modelPath,
  text,
  useCase,
} from './values.ts';

const stars = (value: string) => value.split('*').length - 1;

const model = z
  .strictObject({
    id: modelPath,
    in: z
      .record(id, text(200))
      .refine((map) => Object.keys(map).length > 0, 'name at least one connection')
      .meta({ minProperties: 1 }),
    team: text(63),
    owner: id,
    business_owner: anyList(id).optional(),
    data_owner: anyList(id).optional(),
    criticality: criticality.optional(),
    materiality: z.strictObject({ exposure: level, purpose: level }).optional(),
    data_class: anyList(dataClass).optional(),
    use_case: anyList(useCase).optional(),
    eu_high_risk: z.boolean().optional(),
    labels: z.record(text(63), text(200)).default({}),
    channel: channel.optional(),
    retrain: z
      .strictObject({
        connection: id,
        pipeline: text(200),
        parameters: z.record(text(100), z.union([z.string(), z.number(), z.boolean()])).default({}),
      })
      .optional(),
    endpoint: text(200).optional(),
    max_age: duration.optional(),
    label_delay: duration.optional(),
    monitors: z.array(z.strictObject({ connection: id, signals: list(text(60)) })).default([]),
    documents: z
      .record(id, z.union([z.strictObject({ artifact: text(300) }), z.strictObject({ tag: text(128) })]))
      .default({}),
  })
  .refine(
    ({ id: path, in: names }) =>
      [path, ...Object.values(names)].every((one) => stars(one) === stars(path)) && stars(path) <= 1,
    {
      message: 'a pattern has one * in id and one in each name',
      path: ['id'],
    },
  )
  .transform(
    (keys): CatalogueModel => ({
      id: keys.id,
      in: keys.in,
      team: keys.team,
      owner: keys.owner,
      businessOwner: keys.business_owner ?? null,
      dataOwner: keys.data_owner ?? null,
      criticality: keys.criticality ?? null,
      materiality: keys.materiality ?? null,
      dataClass: keys.data_class ?? null,
      useCase: keys.use_case ?? null,
      euHighRisk: keys.eu_high_risk ?? null,
      labels: keys.labels,
      channel: keys.channel ?? null,
      retrain: keys.retrain === undefined ? null : { ...keys.retrain, parameters: asJsonMap(keys.retrain.parameters) },
      endpoint: keys.endpoint ?? null,
      ...(keys.max_age !== undefined && { maxAgeMs: keys.max_age }),
      ...(keys.label_delay !== undefined && { labelDelayMs: keys.label_delay }),
      monitors: keys.monitors,
      documents: keys.documents,
    }),
  );

export const models = z
  .strictObject({ version: z.literal(1), owner: id, models: z.array(model) })
  .transform((file): Models => ({ owner: file.owner, models: file.models }));
