import { z } from 'zod';
import type { Predicates } from '../keys.ts';
import { predicates as all } from '../predicates/index.ts';
import { asJsonMap } from './json.ts';
import { list } from './values.ts';

const names = Object.fromEntries(all.map(({ name, schema }) => [name, schema.optional()]));

/** A map of predicates, with `any_of` and `none_of`; says at least one thing. */
export const predicates: z.ZodType<Predicates> = z.lazy(() =>
  z
    .strictObject({ ...names, any_of: list(predicates).optional(), none_of: list(predicates).optional() })
    .refine((map) => Object.keys(map).length > 0, 'this says nothing; name at least one predicate')
    .meta({ minProperties: 1 })
    .transform(asJsonMap),
);
