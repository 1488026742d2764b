import { orderDigest, type ReasonCode, type RetrainingOrder, reasonWords } from '#domain/retraining.ts';
import type { Fact, Facts } from '#playbook/facts.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import type { Actor } from '../actor.ts';
import { readOwnFacts } from '../own-facts.ts';
import { withFactsOfFiles } from '../playbooks/facts-of-files.ts';
import type { Setting } from '../setting.ts';
import { trainingTarget } from './retraining-of.ts';

/** What a retraining is judged by: no version exists yet, so that nothing is known of one. */
export async function retrainingFacts(
  setting: Setting,
  db: Executor,
  ask: {
    readonly id: string;
    readonly order: RetrainingOrder;
    readonly entry: CatalogueModel;
    readonly requester: Actor;
    readonly reasonCode: ReasonCode | null;
    readonly reason: string;
    readonly cost: Fact<number>;
  },
): Promise<Facts> {
  const { id, order, entry, requester } = ask;
  const unmade = { unknown: 'A retraining has no version yet.' };
  const subject = { id, action: 'retrain', registry: order.registry, modelName: order.model };
  const target = trainingTarget(order);
  const own = await readOwnFacts(db, setting, setting.playbooks().set, entry, { ...subject, target });
  return await withFactsOfFiles(db, setting, null, {
    ...own,
    action: 'retrain',
    registry: order.registry,
    model: entry.id,
    from: null,
    target: null,
    openedAt: setting.now(),
    reason: [ask.reasonCode === null ? '' : reasonWords(ask.reasonCode), ask.reason]
      .filter((part) => part !== '')
      .join(': '),
    subject: {
      registry: order.registry,
      model: order.model,
      version: null,
      digest: orderDigest(order),
      parts: {},
    },
    champion: { unknown: 'A retraining replaces no version.' },
    candidateCreatedAt: unmade,
    dataAsOf: unmade,
    requester: { person: requester.person, kind: requester.person === null ? 'automation' : 'person' },
    runOwner: null,
    contributors: [],
    metrics: { candidate: unmade, champion: unmade, baseline: unmade },
    pipelines: {},
    tags: unmade,
    sizeOfChange: { training_cost: ask.cost },
    progress: { approvedAt: null, deadline: null },
  });
}
