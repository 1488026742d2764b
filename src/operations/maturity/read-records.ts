import type { ObservedRecords } from '#domain/maturity-facts.ts';
import { askedVersions } from '#store/maturity-rows/asked-versions.ts';
import { trainedRows } from '#store/maturity-rows/trained.ts';
import type { Asked } from './asked.ts';
import { outsideRecords } from './records/outside-changes.ts';
import { pipelineRecords } from './records/pipelines.ts';
import { promotionRecords, versionId } from './records/promotions.ts';
import { withReruns } from './records/reruns.ts';
import { resourceRecords } from './records/resources.ts';
import { runRecords, trainedRuns } from './records/runs.ts';
import { billedRecords } from './records/spend.ts';
import { evaluationRecords, versionRecords } from './records/versions.ts';
import { watchingRecords } from './records/watching.ts';

/** What happened to some models, by our own rows: a few statements, however many models. */
export async function readRecords(asked: Asked): Promise<Omit<ObservedRecords, 'rubric'>> {
  const { db, places, from, setting } = asked;
  const [versionRows, runRows, watching, billed, outsideChanges] = await Promise.all([
    askedVersions(db, setting.workspaceId, places, from),
    trainedRows(db, setting.workspaceId, places, from),
    watchingRecords(asked),
    billedRecords(asked),
    outsideRecords(asked),
  ]);
  const parts = new Map(versionRows.map((row) => [versionId(row), row.parts]));
  const runs = trainedRuns(asked, runRows, (of) => parts.get(versionId(of)) ?? {});
  const makers = new Map(runs.flatMap((run) => run.made.map((made) => [versionId(made), run] as const)));
  const runOf = (of: Parameters<typeof versionId>[0]) => makers.get(versionId(of));
  const versions = versionRecords(asked, versionRows, runOf);
  return {
    resources: resourceRecords(asked, billed.serving, versions),
    versions,
    runs: runRecords(asked, runs),
    triggers: watching.triggers,
    evaluations: evaluationRecords(asked, versionRows, watching.served),
    promotions: await promotionRecords(asked, { versions: versionRows, runOf }),
    outsideChanges,
    monitors: watching.monitors,
    alerts: watching.alerts,
    drills: withReruns(watching.drills, runs, asked.now.toISOString()),
    releases: { known: false, because: noneReads('the CI that tests and releases pipelines') },
    pipelines: pipelineRecords(asked),
    featureViews: { known: false, because: noneReads('a feature store') },
    featureSources: { known: false, because: noneReads('a feature store') },
    spend: billed.spend,
    idleFindings: billed.idleFindings,
  };
}

function noneReads(what: string): string {
  return `No connection to ${what} is known yet; until then people say what they have with /mlops assess.`;
}
