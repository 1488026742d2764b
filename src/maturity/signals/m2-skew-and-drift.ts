import { liveMonitors } from '../live-monitors.ts';
import { servingModels } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const m2SkewAndDrift = defineSignal({
  id: 'M2',
  title: 'Schema, skew and drift are watched',
  formula: 'serving models with live monitors of schema skew and of drift / serving models',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources', 'monitors', 'alerts', 'drills'],
  capabilities: ['monitoring'],
  process: 'monitoring',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(servingModels(scope), ({ id }) => {
      const live = liveMonitors(id, scope).map(({ monitor }) => monitor);
      return live.some(({ schemaSkew }) => schemaSkew) && live.some(({ drift }) => drift);
    }),
});
