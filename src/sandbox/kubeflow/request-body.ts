import type { z } from 'zod';
import { invalid } from './refusal.ts';

/** The body as the schema has it. Throws a refusal, also for a field that the API does not know. */
export function bodyOf<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys') throw invalid(`proto: (line 1:2): unknown field "${issue.keys[0]}"`);
  throw invalid(`proto: syntax error: invalid value for field ${issue?.path.join('.')}`);
}
