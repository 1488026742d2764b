import { previousVersion } from '../champions.ts';
import { wayBackProof, weakest } from '../proof.ts';
import { defineSignal, share } from './define.ts';

export const g4WayBack = defineSignal({
  id: 'G4',
  title: 'The way back works',
  formula:
    'serving models whose previous version can be fetched and whose last rollback or drill did not fail / serving models with a previous version; proven by a rollback or drill of the last 180 days',
  unit: 'share',
  window: '180 days',
  minimum: 1,
  sources: ['promotions', 'versions', 'drills'],
  capabilities: ['registry'],
  process: 'deployment',
  bars: { evidenced: { atLeast: 1 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const models = scope.facts.models
      .map(({ id }) => ({ id, previous: previousVersion(id, scope) }))
      .filter(({ previous }) => previous !== undefined);
    const proofs = models.map(({ id }) => wayBackProof(id, scope));
    return share(
      models,
      ({ id, previous }) => previous?.retrievable === true && wayBackProof(id, scope) !== 'unproven',
      weakest(proofs),
    );
  },
});
