import type { Comparator } from '#domain/drift.ts';
import { directionOf, metricName } from '../metric-name.ts';

/** Evidently's short keys; in its other names the words say what they are. */
const methods: ReadonlyMap<string, string> = new Map([
  ['ks', 'ks_pvalue'],
  ['kstest', 'ks_pvalue'],
  ['chisquare', 'chisquare_pvalue'],
  ['z', 'z_test_pvalue'],
  ['z_test', 'z_test_pvalue'],
  ['fisher_exact', 'fisher_exact_pvalue'],
  ['g_test', 'g_test_pvalue'],
  ['t_test', 't_test_pvalue'],
  ['anderson', 'anderson_darling_pvalue'],
  ['cramer_von_mises', 'cramer_von_mises_pvalue'],
  ['mannw', 'mann_whitney_pvalue'],
  ['es', 'epps_singleton_pvalue'],
  ['empirical_mmd', 'mmd_pvalue'],
  ['emperical_mmd', 'mmd_pvalue'],
  ['tvd', 'total_variation_pvalue'],
  ['jensenshannon', 'js_distance'],
  ['wasserstein', 'wasserstein_norm'],
  ['kl_div', 'kl_divergence'],
  ['ed', 'energy_distance'],
]);

/** The signal behind a method of Evidently's, by its short key or by its name for people. */
export function evidentlyMetric(method: string): string {
  return metricName(method, methods);
}

/**
 * How Evidently compares: p-values drift when low, that of Kolmogorov-Smirnov also when equal, everything else when
 * high or equal.
 */
export function evidentlyComparator(metric: string): Comparator {
  if (metric === 'ks_pvalue') return '<=';
  return directionOf(metric) ?? '>=';
}
