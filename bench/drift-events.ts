/** The models that a burst is about, as the pretend MLflow has them. */
export const burstModels = ['fraud-scorer', 'credit-limit', 'home-ranker', 'churn-early-warning'] as const;

const minuteMs = 60_000;

/** One value of one of 50 features, at one of many moments before `nowMs`, of one of the models. */
export function burstEvent(index: number, nowMs: number): { readonly id: string; readonly body: string } {
  const name = burstModels[index % burstModels.length];
  const feature = `feature-${Math.floor(index / burstModels.length) % 50}`;
  const time = new Date(nowMs - (1 + Math.floor(index / (burstModels.length * 50))) * 15 * minuteMs).toISOString();
  const id = `burst-${index}`;
  const features = [{ name: feature, metric: 'psi', value: (index % 7) / 20, threshold: 0.25, comparator: '>' }];
  const data = { model: { registry: 'mlflow', name, version: '1' }, detector: 'bench/1', features };
  const type = 'io.countersign.drift.detected.v1';
  return { id, body: JSON.stringify({ specversion: '1.0', id, source: '/bench', type, time, data }) };
}
