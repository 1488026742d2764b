import { z } from 'zod';
import { evidenceChecks } from '../evidence/index.ts';
import { asJson } from './json.ts';

const options = evidenceChecks.map(({ kind, schema }) => schema.transform((value) => ({ kind, value: asJson(value) })));

/** What is written under `check`, as the kind of check and its value. */
export const check = z.union(options);
