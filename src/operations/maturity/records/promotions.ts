import { instantAt, instantIn } from '#domain/instant.ts';
import type { Observed } from '#domain/maturity-facts.ts';
import type { PromotionFacts } from '#domain/maturity-operation.ts';
import type { AskedVersionRow } from '#store/maturity-rows/asked-versions.ts';
import { approvalRows, type PromotedRow, promotedRows } from '#store/maturity-rows/promoted.ts';
import type { Asked } from '../asked.ts';
import type { TrainedRun } from './runs.ts';

/** What a promotion is told beside its own rows: the candidates that were asked for, and the runs that made them. */
interface Beside {
  readonly versions: readonly AskedVersionRow[];
  readonly runOf: (promoted: Pick<PromotedRow, 'registry' | 'modelName' | 'version'>) => TrainedRun | undefined;
}

/**
 * Changes of what serves that requests asked for. The wait for people is from the opening of a request to its decision;
 * what serves changes when the alias does, after the last step of the traffic. A rollback is the failure of what it
 * replaced, noticed when its alert began or else when it was asked for.
 */
export async function promotionRecords(
  asked: Asked,
  { versions, runOf }: Beside,
): Promise<Observed<readonly PromotionFacts[]>> {
  const { db, places, from } = asked;
  const { workspaceId } = asked.setting;
  const [rows, approvals] = await Promise.all([
    promotedRows(db, workspaceId, places, from),
    approvalRows(db, workspaceId, places, from),
  ]);
  const approvalsOf = Map.groupBy(approvals, ({ request }) => request);
  const factsOf = new Map(versions.map((version) => [version.request, version]));
  const digests = new Map<string, string>();
  const served = rows.flatMap((row) => {
    const model = asked.idOf(row);
    return model === undefined || !asked.serves(model, row) ? [] : [{ row, model }];
  });
  const made = served.map(({ row, model }, position): PromotionFacts => {
    const facts = factsOf.get(row.request);
    const key = JSON.stringify([row.registry, row.modelName, row.target]);
    const before = digests.get(key);
    digests.set(key, row.subjectDigest);
    const run = runOf(row);
    const decidedAt = (row.decidedAt ?? row.openedAt).toISOString();
    return {
      id: `R-${row.number}`,
      model,
      version: versionId(row),
      digest: row.subjectDigest,
      changed: before === row.subjectDigest ? 'repeat' : changeOf(row, facts),
      online: row.steps !== null || asked.modelOf(model)?.facts.declared.serving.includes('online') === true,
      mergedAt: instantIn(facts?.mergedAt ?? null),
      dataCutOffAt: instantIn(facts?.dataAsOf ?? null),
      trainingStartedAt: run?.startedAt ?? null,
      trainingEndedAt: run?.endedAt ?? null,
      requestedAt: row.openedAt.toISOString(),
      decidedAt,
      servedAt: row.finishedAt.toISOString(),
      requester: row.requester,
      approvals: (approvalsOf.get(row.request) ?? []).map(({ person, at, seconds }) => ({
        person,
        inRole: row.seated.includes(person),
        secondsToDecide: seconds,
        at,
      })),
      automated: true,
      trial: trialOf(row),
      onlineResult: facts?.live === true || (row.steps ?? []).some(({ stopIf }) => stopIf !== null),
      unplanned: row.action === 'rollback' || row.overridden || row.obligation,
      failures: failuresOf(
        row,
        served.slice(position + 1).map((later) => later.row),
      ),
    };
  });
  return { known: true, value: made, provenance: 'machine', asOf: asked.now.toISOString() };
}

/** How records name a version: versions of two registries are two. */
export function versionId({ registry, modelName, version }: Pick<PromotedRow, 'registry' | 'modelName' | 'version'>) {
  return `${registry}/${modelName} v${version}`;
}

/** By what is known to differ from what served before: code, else the parameters, else it was trained on other data. */
function changeOf({ action }: PromotedRow, facts: AskedVersionRow | undefined): PromotionFacts['changed'] {
  if (action === 'rollback') return 'rollback';
  const differs = (part: string) => {
    const [mine, theirs] = [facts?.parts[part] ?? null, facts?.championParts?.[part] ?? null];
    return mine !== null && theirs !== null && mine !== theirs;
  };
  if (differs('code')) return 'code';
  return differs('data') || !differs('config') ? 'data' : 'config';
}

const leastTrialMs = 3_600_000;

/** Traffic that was moved in steps is a canary; long enough from an hour at less than half of the traffic. */
function trialOf({ steps }: PromotedRow): PromotionFacts['trial'] {
  const small = (steps ?? []).filter(({ trafficPercent }) => trafficPercent > 0 && trafficPercent < 50);
  if (small.length === 0) return null;
  return { kind: 'canary', longEnough: small.reduce((sum, { forMs }) => sum + (forMs ?? 0), 0) >= leastTrialMs };
}

function failuresOf(row: PromotedRow, later: readonly PromotedRow[]): PromotionFacts['failures'] {
  if (row.action === 'rollback') return [];
  const next = later.find(
    (one) => one.registry === row.registry && one.modelName === row.modelName && one.target === row.target,
  );
  if (next === undefined || next.action !== 'rollback' || next.previousVersion !== row.version) return [];
  const noticedMs = Math.max(row.finishedAt.getTime(), (next.alertAt ?? next.openedAt).getTime());
  return [{ kind: 'rollback', detectedAt: instantAt(noticedMs), restoredAt: next.finishedAt.toISOString() }];
}
