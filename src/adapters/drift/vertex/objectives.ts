import { metricName } from '../metric-name.ts';

/** What an objective of Vertex AI watches, and what it compares with. */
interface Objective {
  readonly metric: string;
  readonly baseline: string | null;
}

const ofEndpoints: ReadonlyMap<string, Objective> = new Map([
  ['RAW_FEATURE_SKEW', { metric: 'feature_skew', baseline: 'training' }],
  ['RAW_FEATURE_DRIFT', { metric: 'feature_drift', baseline: 'production' }],
  ['FEATURE_ATTRIBUTION_SKEW', { metric: 'attribution_skew', baseline: 'training' }],
  ['FEATURE_ATTRIBUTION_DRIFT', { metric: 'attribution_drift', baseline: 'production' }],
]);

/**
 * Monitoring of endpoints measures numbers by Jensen-Shannon divergence and categories by L-infinity, and does not say
 * which a feature is: the signal is named by its objective.
 */
export function endpointObjective(objective: string): Objective {
  return ofEndpoints.get(objective) ?? { metric: metricName(objective), baseline: null };
}

/** Every signal of monitoring of endpoints. */
export const endpointSignals: readonly string[] = [...ofEndpoints.values()].map(({ metric }) => metric);

/** The objective of endpoints that has a signal; null where none has. */
export function objectiveOf(signal: string): string | null {
  return [...ofEndpoints].find(([, { metric }]) => metric === signal)?.[0] ?? null;
}

/** The signal of monitoring of models: by its algorithm where that is told, else by its objective. */
export function modelSignal(objective: string, algorithm: string): string {
  if (objective === 'feature-attribution') return 'attribution_drift';
  if (algorithm !== '') return metricName(algorithm);
  return objective === 'raw-feature-drift' ? 'feature_drift' : metricName(objective);
}
