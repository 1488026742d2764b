import { type SilenceOrder, silenceDigest } from '#domain/silence.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Facts } from '#playbook/facts.ts';
import type { Executor } from '#store/database.ts';
import type { Actor } from '../actor.ts';
import type { AlertForAnswer } from '../drift-answers/alert-for-answer.ts';
import { readOwnFacts } from '../own-facts.ts';
import { withFactsOfFiles } from '../playbooks/facts-of-files.ts';
import type { Setting } from '../setting.ts';

/** What a silence is judged by: an alert and its end. It is about no version, so nothing is known of one. */
export async function silenceFacts(
  setting: Setting,
  db: Executor,
  ask: {
    readonly id: string;
    readonly alert: AlertForAnswer;
    readonly order: SilenceOrder;
    readonly requester: Actor;
    readonly reason: string;
  },
): Promise<Facts> {
  const { id, alert, order, requester } = ask;
  const { registry, modelName } = alert;
  const { set } = setting.playbooks();
  const entry = findCatalogueModel(set.models, registry, modelName);
  const none = (what: string) => ({ unknown: `A silence has no ${what}.` });
  const own = await readOwnFacts(db, setting, set, entry, {
    id,
    action: 'silence',
    registry,
    modelName,
    target: order.alert,
  });
  return await withFactsOfFiles(db, setting, null, {
    ...own,
    action: 'silence',
    registry,
    model: alert.model,
    from: null,
    target: null,
    openedAt: setting.now(),
    reason: ask.reason.trim(),
    subject: { registry, model: modelName, version: null, digest: silenceDigest(order), parts: {} },
    champion: none('champion'),
    candidateCreatedAt: none('version'),
    dataAsOf: none('training data'),
    requester: { person: requester.person, kind: requester.person === null ? 'automation' : 'person' },
    runOwner: null,
    contributors: [],
    dataOwner: [],
    metrics: { candidate: none('metrics'), champion: none('metrics'), baseline: none('metrics') },
    pipelines: {},
    tags: none('tags'),
    alertCriticality: alert.criticality ?? { unknown: 'Neither the alert nor its model says how critical it is.' },
    progress: { approvedAt: null, deadline: null },
  });
}
