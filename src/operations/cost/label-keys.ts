import type { CostLine } from '#domain/cost.ts';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';
import type { Setting } from '../setting.ts';
import { keptLabels } from './kept-labels.ts';

/**
 * What the labels of org.yaml are called wherever cost is reckoned and asked about: `team`, `model`, `env` and `owner`,
 * whatever keys this organization gives them on its resources.
 */
export class LabelKeys {
  readonly #stored: ReadonlyMap<string, string>;
  readonly #told: ReadonlyMap<string, string>;
  /** As people write them. */
  readonly told: readonly string[];

  constructor(setting: Pick<Setting, 'playbooks'>) {
    const { team, model, environment, owner } = setting.playbooks().set.org.labels;
    this.#stored = new Map(Object.entries({ team, model, env: environment, owner }));
    this.#told = new Map([...this.#stored].map(([told, stored]) => [stored, told]));
    this.told = keptLabels(setting).map((key) => this.toldKey(key));
  }

  /** The dimension as the roll-up has it. */
  stored(by: CostDimension): CostDimension {
    if (!by.startsWith('label:')) return by;
    const key = by.slice('label:'.length);
    return `label:${this.#stored.get(key) ?? key}`;
  }

  filters(filters: readonly CostFilter[]): readonly CostFilter[] {
    return filters.map(({ by, values }) => ({ by: this.stored(by), values }));
  }

  /** The key as people write it. */
  toldKey(stored: string): string {
    return this.#told.get(stored) ?? stored;
  }

  /** Labels of the roll-up under the keys that people write. */
  labels(labels: CostLine['labels']): CostLine['labels'] {
    return Object.fromEntries(Object.entries(labels).map(([key, label]) => [this.toldKey(key), label]));
  }
}
