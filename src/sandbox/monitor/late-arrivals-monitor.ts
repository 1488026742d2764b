import { dayMs, recipeFrom } from '../pipelines/late-arrivals/recipe.ts';
import type { Trainer } from '../pipelines/late-arrivals/training.ts';
import type { TrainingRegistry } from '../pipelines/late-arrivals/training-registry.ts';

const model = 'late-arrivals';
/** How many days of flights are compared with those that the champion learned of. */
const windowDays = 14;
/** More days than this are not made up for after the clock was moved far. */
const mostDays = 10;
const limits = { psi: 0.5, js_divergence: 0.3 } as const;

/** A CloudEvent of one champion on one day. */
export interface MonitorEvent {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** What watches the model that the pipeline trains: one report a day of its champion, and one of each new champion. */
export interface LateArrivalsMonitor {
  /** What is to be reported now and was not taken yet, oldest first. */
  readonly due: () => Promise<readonly MonitorEvent[]>;
  readonly taken: (id: string) => void;
}

/**
 * Computes how far the flights of the last days are from those that the champion learned of, at the beginning of each
 * day of the clock. The same champion and day give the same event. Of the first champion `historyDays` more are told, of
 * a later one none before the day on which it was seen.
 */
export function lateArrivalsMonitor(parts: {
  readonly registry: Pick<TrainingRegistry, 'champion'>;
  readonly trainer: Pick<Trainer, 'drift'>;
  readonly clock: () => number;
  readonly historyDays: number;
}): LateArrivalsMonitor {
  const { registry, trainer, clock } = parts;
  const told = new Set<string>();
  /** The first day of each champion, by version. */
  const since = new Map<string, number>();
  return {
    async due() {
      const today = dayOf(clock());
      const champion = await registry.champion(model);
      const recipe = champion === null ? null : recipeFrom(champion.params);
      if (champion === null || recipe === null) return [];
      if (!since.has(champion.version))
        since.set(champion.version, since.size === 0 ? today - parts.historyDays : today);
      const from = Math.max(since.get(champion.version) ?? today, today - mostDays);
      const days = Array.from({ length: today - from + 1 }, (_, index) => from + index);
      const open = days.filter((day) => !told.has(idOf(champion.version, day)));
      const events: MonitorEvent[] = [];
      for (const day of open) {
        const scores = await trainer.drift(recipe, day - windowDays, day);
        events.push(eventOf(champion.version, day, scores));
      }
      return events;
    },
    taken: (id) => void told.add(id),
  };
}

function dayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}

function idOf(version: string, day: number): string {
  return `${model}-v${version}-${new Date(day * dayMs).toISOString().slice(0, 10)}`;
}

function eventOf(version: string, day: number, scores: Awaited<ReturnType<Trainer['drift']>>): MonitorEvent {
  const [start, end] = [day - windowDays, day].map((one) => new Date(one * dayMs).toISOString());
  return {
    specversion: '1.0',
    id: idOf(version, day),
    source: '/northwind/flight-monitor',
    type: 'io.countersign.drift.detected.v1',
    time: end,
    datacontenttype: 'application/json',
    data: {
      model: { registry: 'mlflow', name: model, version, environment: 'production' },
      window: { start, end },
      baseline: 'training',
      detector: 'flight-monitor/1.0',
      features: scores.map(({ feature, metric, value }) => ({
        name: feature,
        metric,
        value,
        threshold: limits[metric],
        comparator: '>',
        breach: value > limits[metric],
      })),
    },
  };
}
