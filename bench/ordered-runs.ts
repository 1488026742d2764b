import { randomUUID } from 'node:crypto';
import type { Setting } from '#operations/setting.ts';
import { addRequest } from '#store/requests.ts';
import { addRun, nextRunNumber } from '#store/runs.ts';

/** Requests and runs as they are once runs were found started under these ids. */
export async function orderRuns(setting: Setting, connection: string, count: number, nowMs: number): Promise<void> {
  const { db, workspaceId } = setting;
  const at = new Date(nowMs);
  const model = { registry: 'mlflow', model: 'fraud/scorer', modelName: 'fraud-scorer', channel: '#ml-approvals' };
  await db.transaction(async (tx) => {
    const first = await nextRunNumber(tx, workspaceId);
    for (let i = 0; i < count; i += 1) {
      const number = first + i;
      const request = await addRequest(tx, {
        ...decidedRequest,
        ...model,
        workspaceId,
        id: randomUUID(),
        number,
        openedAt: at,
        deadline: at,
      });
      await addRun(tx, {
        ...model,
        id: randomUUID(),
        workspaceId,
        number,
        requestId: request.id,
        generation: 1,
        key: `countersign-${request.id}-1`,
        connection,
        pipeline: 'training',
        parameters: {},
        reasonCode: 'schedule',
        state: 'queued',
        engineId: `run-${i + 1}`,
        orderedAt: new Date(nowMs - 2_300_000),
      });
    }
  });
}

const decidedRequest = {
  action: 'retrain',
  version: '',
  target: 'kubeflow/training',
  state: 'verified',
  code: 'AAAA-11',
  subjectDigest: 'd',
  evidenceDigest: 'd',
  policyDigest: 'd',
  factsDigest: 'd',
  playbook: 'Retraining',
  requesterSlack: 'U0ANA0001',
  reason: '',
  verdict: {},
} as const;
