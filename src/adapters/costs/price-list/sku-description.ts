import { acceleratorModel } from '#domain/machine-shape.ts';
import type { BilledAs } from '#domain/price-list.ts';

/** What a SKU is the price of. */
export type Billable =
  | { readonly kind: 'cpu' | 'memory'; readonly family: string }
  | { readonly kind: 'accelerator'; readonly model: string };

/**
 * The catalogue has no field that names the machine family: only the description does, as
 * `Vertex AI: Training/Pipelines on A3 Instance Core in Iowa` or `N2 Instance Core running in Netherlands`. The whole of
 * it has to match, so that spot, commitments, custom machines and management fees are none of these. Where it is sold is
 * read from a field, never from the description.
 */
const forms: Readonly<Record<BilledAs, RegExp>> = {
  'vertex-training': /^[^:]+: Training\/Pipelines on (.+?)(?: running)? in .+$/i,
  'compute-engine': /^(.+?) running in .+$/i,
};

const instance = /^(?:([a-z]\d[a-z]?)(?: amd| arm)?|(compute optimized))(?: predefined)?( instance)? (core|ram)$/i;

/** Null for a SKU that no estimate needs. */
export function billableOf(description: string, billedAs: BilledAs): Billable | null {
  const what = forms[billedAs].exec(description)?.[1] ?? '';
  const match = instance.exec(what);
  if (match !== null) {
    const [, family, compute, word, part] = match;
    // Google leaves the word out for this family in some regions, and for no other.
    if (word === undefined && compute === undefined) return null;
    return { kind: part?.toLowerCase() === 'core' ? 'cpu' : 'memory', family: family?.toLowerCase() ?? 'c2' };
  }
  const model = acceleratorModel(what);
  return model === null ? null : { kind: 'accelerator', model };
}
