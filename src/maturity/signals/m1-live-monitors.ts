import { liveMonitors } from '../live-monitors.ts';
import { strongest, weakest } from '../proof.ts';
import { servingModels } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const m1LiveMonitors = defineSignal({
  id: 'M1',
  title: 'Serving models are monitored',
  formula: 'serving models with a point in the last two periods of a monitor that is not unproven / serving models',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources', 'monitors', 'alerts', 'drills'],
  capabilities: ['monitoring'],
  process: 'monitoring',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const models = servingModels(scope).map(({ id }) => ({ id, live: liveMonitors(id, scope) }));
    const proofs = models.flatMap(({ live }) => (live.length === 0 ? [] : [strongest(live.map(({ proof }) => proof))]));
    return share(models, ({ live }) => live.some(({ proof }) => proof !== 'unproven'), weakest(proofs));
  },
});
