import type { Comparator } from '#domain/drift.ts';

/** Names that mean a signal of the playbooks wherever they stand. A distance is never the divergence it is the root of. */
const signals: ReadonlyMap<string, string> = new Map([
  ['population_stability_index', 'psi'],
  ['ks_p_value', 'ks_pvalue'],
  ['k_s_p_value', 'ks_pvalue'],
  ['kolmogorov_smirnov_p_value', 'ks_pvalue'],
  ['chi_square_p_value', 'chisquare_pvalue'],
  ['chi_squared_p_value', 'chisquare_pvalue'],
  ['jensen_shannon_distance', 'js_distance'],
  ['jensen_shannon_divergence', 'js_divergence'],
  ['l_inf', 'l_infinity'],
  ['wasserstein_distance_normed', 'wasserstein_norm'],
  ['normed_wasserstein_distance', 'wasserstein_norm'],
  ['hellinger_distance', 'hellinger'],
  ['kullback_leibler_divergence', 'kl_divergence'],
]);

/** The signal as playbooks name it; a name they have no word for stays, in lower case with `_`. `own` goes first. */
export function metricName(text: string, own: ReadonlyMap<string, string> = new Map()): string {
  const key = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60);
  return own.get(key) ?? signals.get(key) ?? (key.replace(/_p_value$/, '_pvalue') || 'value');
}

const rising = /^(?:psi|js_distance|js_divergence|l_infinity|wasserstein_norm|wasserstein|hellinger|kl_divergence)$/;

/** Which way a signal drifts: p-values when they are low. Null where its name does not tell. */
export function directionOf(metric: string): Comparator | null {
  if (metric.endsWith('pvalue')) return '<';
  return rising.test(metric) ? '>=' : null;
}
