import type { Action } from '../facts.ts';
import type { CatalogueModel } from '../playbook.ts';
import type { NamePattern } from './name-pattern.ts';

/** What requests are alike to lint: an action on a model, in a registry, toward a target. */
export interface Scope {
  readonly action: Action;
  /** The id of a connection. */
  readonly registry: string;
  /** The ids of the models. */
  readonly names: NamePattern;
  /** The catalogue entry; null for models outside the catalogue, whose facts are not known. */
  readonly entry: CatalogueModel | null;
  /** The alias that is reached; null where the action has none. */
  readonly target: string | null;
}

/** `promote \`fraud/scorer\` to \`production\`` or `retrain \`fraud/scorer\``. */
export function scopeWords({ action, target }: Pick<Scope, 'action' | 'target'>, model: string): string {
  return `${action} ${model}${target === null ? '' : ` to \`${target}\``}`;
}
