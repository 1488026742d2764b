import type { Json } from '#domain/canonical-json.ts';
import { evidenceCheckOf } from '../evidence/index.ts';
import { coded, type Naming } from '../words.ts';

/** What a check asks, as a clause. */
export function checkWords(check: { readonly kind: string; readonly value: Json }, naming: Naming): string {
  return evidenceCheckOf(check.kind)?.words(check.value, naming) ?? coded(check.kind);
}
