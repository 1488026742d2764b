import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import { addExecution } from '#store/executions.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { changeRequest, executingRequest, type RequestRow } from '#store/requests.ts';
import { addRun, changeRun, liveRunOf, lockTraining, nextRunNumber, type RunRow, runOfRequest } from '#store/runs.ts';
import { readPeopleAnew } from '../actor.ts';
import { applyJudgement, showCard } from '../apply-judgement.ts';
import { endOvertaken } from '../end-overtaken.ts';
import { type Judgement, judge, votesFrom } from '../judge.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { withoutTrouble } from '../trouble.ts';
import { retrainingOf } from './retraining-of.ts';

/** What came of an attempt: done (intended, or nothing to start), or try again after that many milliseconds. */
type Attempt = { readonly done: true } | { readonly done: false; readonly afterMs: number };

/**
 * Intends the run of an approved retraining: repeats every check on what roles and playbooks say now, and writes the
 * run's row and its effect in one transaction. What the engine has to say, the effect asks for.
 */
export async function startRetraining(setting: Setting, requestId: string): Promise<Attempt> {
  await readPeopleAnew(setting, 3_600_000);
  return await setting.db.transaction(async (tx): Promise<Attempt> => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'approved' && row.state !== 'overridden') return { done: true };
    const loaded = await loadRequest(setting, tx, row);
    const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
    if (!ready(row, judged)) {
      await applyJudgement(setting, tx, row, judged);
      return { done: true };
    }
    const training = { ...row, ...retrainingOf(row) };
    await lockTraining(tx, training);
    const running = await liveRunOf(tx, training);
    if (running !== null) {
      const because = `T-${running.number} is retraining ${row.model} with this pipeline already.`;
      await endOvertaken(setting, tx, row, { because, holds: null });
      return { done: true };
    }
    if ((await executingRequest(tx, row.workspaceId, row.registry, row.modelName, row.target)) !== null) {
      return { done: false, afterMs: 15_000 };
    }
    const inForce = await currentPlaybooks(tx, row.workspaceId, { lock: 'shared' });
    if (inForce?.digest !== setting.playbooks().digest) return { done: false, afterMs: 0 };
    await begin(setting, tx, loaded);
    return { done: true };
  });
}

function ready(row: RequestRow, { verdict, evidenceDigest }: Judgement): boolean {
  const { status, gates, expired, rejectedBy } = verdict;
  const decided = (status === 'approved' || status === 'overridden') && !expired && rejectedBy === null;
  return decided && gates.length === 0 && evidenceDigest === row.evidenceDigest;
}

async function begin(setting: Setting, tx: Executor, loaded: LoadedRequest): Promise<void> {
  const { row } = loaded;
  const changed = await changeRequest(tx, row, { state: 'executing', outcome: withoutTrouble(row) });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  const executionId = setting.newId();
  await addExecution(tx, row, {
    id: executionId,
    previousVersion: null,
    state: 'running',
    startedAt: new Date(setting.now()),
  });
  const run = await wantedRun(setting, tx, loaded);
  await recordHappening(setting, tx, changed, {
    event: 'execution_started',
    details: { execution: executionId, run: `T-${run.number}`, key: run.key },
  });
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: row.workspaceId,
    kind: 'pipeline.start',
    orderKey: `run:${run.id}`,
    idemKey: `run:${run.key}:${executionId}`,
    payload: { runId: run.id, executionId },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
  await showCard(setting, tx, changed);
}

/** The row of the run, from before it is started; a try that the engine refused is taken up again under its key. */
async function wantedRun(setting: Setting, tx: Executor, { row, policy }: LoadedRequest): Promise<RunRow> {
  const { connection, pipeline, template, parameters, reasonCode, cause } = retrainingOf(row);
  const known = await runOfRequest(tx, row);
  if (known !== null)
    return await changeRun(tx, known, { state: 'starting', cancelAskedAt: null, cancelAskedBy: null });
  return await addRun(tx, {
    id: setting.newId(),
    workspaceId: row.workspaceId,
    number: await nextRunNumber(tx, row.workspaceId),
    requestId: row.id,
    generation: row.generation,
    key: `countersign-${row.id}-${row.generation}`,
    registry: row.registry,
    model: row.model,
    modelName: row.modelName,
    connection,
    pipeline,
    template,
    parameters,
    reasonCode,
    cause,
    channel: policy.model?.channel ?? setting.playbooks().set.org.channels.default,
    promoteTo: policy.afterApproval.promoteTo ?? null,
    state: 'starting',
    orderedAt: new Date(setting.now()),
  });
}
