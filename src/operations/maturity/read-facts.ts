import type { CostDay } from '#domain/cost.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import { attestationsOf } from '#store/attestations.ts';
import { handTestsOf } from '#store/hand-tests.ts';
import type { MaturityWeekRow } from '#store/maturity-weeks.ts';
import { openWaivers } from '#store/waivers.ts';
import type { Setting } from '../setting.ts';
import { askedOf } from './asked.ts';
import type { AskedModel } from './asked-models.ts';
import { readRecords } from './read-records.ts';
import { historyIn } from './weeks.ts';

/** What is known of earlier weeks. */
interface Before {
  /** The week that it is: what was recorded for it already is not before it. */
  readonly week: CostDay;
  readonly modelWeeks: readonly MaturityWeekRow[];
  readonly scopeWeeks: readonly MaturityWeekRow[];
}

/** Everything that signals may know of some models, from our own rows. */
export async function readFacts(
  setting: Setting,
  models: readonly AskedModel[],
  { week, modelWeeks, scopeWeeks }: Before,
): Promise<MaturityFacts> {
  const asked = askedOf(setting, setting.db, models, { whole: false, now: new Date(setting.now()) });
  const { db, workspaceId } = setting;
  const ids = models.map(({ entry }) => entry.id);
  const [records, attestations, handTests, waivers] = await Promise.all([
    readRecords(asked),
    attestationsOf(db, workspaceId, { models: ids }),
    handTestsOf(db, workspaceId, { models: ids }),
    openWaivers(db, workspaceId, ids),
  ]);
  const earlier = (rows: readonly MaturityWeekRow[]) => historyIn(rows.filter((row) => row.week < week));
  const byModel = Map.groupBy(modelWeeks, ({ subject }) => subject);
  return {
    ...records,
    models: models.map(({ facts }) => facts),
    rubric: {
      known: true,
      provenance: 'declared',
      asOf: asked.now.toISOString(),
      value: handTests.map(({ id, model, test, person, passed, note, at }) => ({
        id,
        model,
        test,
        automated: false,
        green: passed,
        at: at.toISOString(),
        url: note,
        person,
      })),
    },
    attestations: attestations.map(({ id, capability, model, person, has, at }) => ({
      id,
      capability,
      model,
      person,
      has,
      at: at.toISOString(),
    })),
    waivers: waivers.map(({ id, capability, model, reason, approver, expiresAt }) => ({
      id,
      capability,
      model,
      reason,
      approver,
      expiresAt: expiresAt.toISOString(),
    })),
    history: Object.fromEntries([...byModel].map(([model, rows]) => [model, earlier(rows)])),
    historyOfAll: earlier(scopeWeeks),
  };
}
