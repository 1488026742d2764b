import { z } from 'zod';
import { capabilities as capabilityIds, shippedMatrix, traits } from '#domain/maturity.ts';
import type { Capabilities } from '../playbook.ts';
import { id, text } from './values.ts';

const change = z.strictObject({
  capability: z.enum(capabilityIds),
  trait: z.enum(traits),
  need: z.enum(['yes', 'no', 'large_pilot']),
  note: text(300),
});

const changes = z.array(change).superRefine((cells, context) => {
  const seen = new Set<string>();
  for (const [i, { capability, trait }] of cells.entries()) {
    const cell = `${capability} for ${trait}`;
    if (seen.has(cell)) {
      context.addIssue({ code: 'custom', path: [i], message: `${cell} is changed twice; keep one of them` });
    }
    seen.add(cell);
  }
});

const basedOn = z
  .string()
  .refine(
    (version) => version === shippedMatrix,
    `the shipped matrix is ${shippedMatrix}; look through the changes, then write that here`,
  );

/** The cells of the capability matrix that an organisation changes. */
export const capabilities = z
  .strictObject({ version: z.literal(1), owner: id, based_on: basedOn, changes: changes.default([]) })
  .transform((file): Capabilities => ({ owner: file.owner, basedOn: file.based_on, changes: file.changes }));
