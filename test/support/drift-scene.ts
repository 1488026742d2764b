import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { vi } from 'vitest';
import { messageKeys, showMessage } from '#operations/show-message.ts';
import { newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { driftAlerts, driftGroups, driftModels, driftPoints } from '#store/schema/drift.ts';
import type { Scene } from './scene.ts';
import { start } from './scene.ts';

const hour = 3_600_000;

/** A posted alert of the fraud scorer's production version: two features past their limit, one within. */
export async function firingAlert(scene: Scene, number = 1): Promise<void> {
  const { db } = scene.database;
  // A reading that is tried once more takes its time.
  const model = await vi.waitFor(
    async () => {
      const { rows } = await db.execute<{ workspaceId: string; version: string }>(
        sql`select workspace_id as "workspaceId", aliases ->> 'production' as version from models where name = 'fraud-scorer'`,
      );
      const [found] = rows;
      if (found === undefined) throw new Error('the fraud scorer was not read');
      return found;
    },
    { timeout: 20_000, interval: 100 },
  );
  await scene.settled();
  const { workspaceId, version } = model;
  const of = { workspaceId, registry: 'mlflow', modelName: 'fraud-scorer' };
  const since = new Date(start - 3 * hour);
  const memory = newAlertGroup(since.toISOString());
  const groupId = randomUUID();
  const alertId = randomUUID();
  const rule = { playbook: 'playbooks/drift.yaml', rule: 'score-drift', feature: '', drill: false };
  await db.transaction(async (tx) => {
    await tx.insert(driftModels).values({ ...of, urgency: 2 });
    await tx.insert(driftGroups).values({
      ...of,
      ...rule,
      version,
      id: groupId,
      memory: { ...memory, firingSince: since.toISOString(), told: true },
      judgedUntil: new Date(start),
    });
    await tx.insert(driftAlerts).values({
      ...of,
      ...rule,
      id: alertId,
      groupId,
      number,
      kind: 'drift',
      model: 'fraud/scorer',
      version,
      environment: 'production',
      playbookName: 'Drift alerts and their silence',
      criticality: 'high',
      channel: '#ml-alerts',
      because: '',
      openedAt: since,
      noticedAt: since,
      toldAt: since,
    });
    const values = { amount: [0.1, 0.34, 0.41], country: [0.1, 0.2, 0.33], age: [0.1, 0.1, 0.12] };
    for (const [feature, all] of Object.entries(values)) {
      for (const [at, value] of all.entries()) {
        await tx.insert(driftPoints).values({
          ...of,
          version,
          metric: 'js_divergence',
          feature,
          connection: 'evidently',
          drill: false,
          at: new Date(start - (all.length - at) * hour),
          value,
          reportId: `${feature}-${at}`,
        });
      }
    }
    const setting = { workspaceId, newId: randomUUID, sendJob: async () => {} };
    const content = { view: 'drift-alert', alertId } as const;
    await showMessage(setting, tx, { key: messageKeys.driftAlert(alertId), channel: '#ml-alerts', content });
  });
  await scene.advance(61_000);
  await scene.settled();
}
