import type { DigestFacts } from '#domain/weekly-digest.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import { spotChecksSince } from '#store/spot-checks.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { teamOfEntry } from './team-of-model.ts';

/** One that nobody answers is told for four weeks. */
const toldMs = 28 * 86_400_000;

/** The spot checks that a digest tells: those answered since the last one, and those that are open. */
export async function toldSpotChecks(
  setting: Setting,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<DigestFacts['spotChecks']> {
  const { db, workspaceId } = setting;
  const rows = await spotChecksSince(db, workspaceId, new Date(Math.min(since.getTime(), until.getTime() - toldMs)));
  if (rows.length === 0) return [];
  const names = await readNames(setting, db);
  const { models, org } = setting.playbooks().set;
  return rows
    .filter(({ answeredAt, drawnAt }) => drawnAt < until && (answeredAt === null || answeredAt >= since))
    .map(({ model, capability, drawnAt, answeredBy, shown, note }) => ({
      model,
      team: teamOfEntry(catalogueModel(models, model), org),
      capability,
      askedAt: drawnAt.toISOString(),
      answered: answeredBy === null || shown === null ? null : { by: names.of(answeredBy), shown, note: note ?? '' },
    }));
}
