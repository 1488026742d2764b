import { billedKey, billedKeys } from '#cost/billed-name.ts';
import { daysIn, shiftDay } from '#cost/day.ts';
import type { SpendLine } from '#cost/dimension.ts';
import { idleFindings, type Usage } from '#cost/idle.ts';
import type { LeftOn } from '#domain/claim.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { resourceLines } from '#store/spend-lines.ts';
import { type UsageDayRow, usageOfDays } from '#store/usage-days.ts';
import { type UsageSourceRow, usageSourceRows } from '#store/usage-sources.ts';
import { knownData } from '../cost/known-data.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { lookedAtEach } from '../stops/stop-order.ts';
import { tellIdle } from './tell-idle.ts';

/** How far back it is looked for the day since which something is not used. */
const lookedAt = 35;

type Read = UsageSourceRow & { readonly through: CostDay };

/**
 * Looks for what is on and not used, in the usage of all projects that are connected and were read, with what it costs
 * by the bills, and why we must not stop it; tells of each once, without a price where no bill is known.
 */
export async function findIdle(setting: Setting): Promise<void> {
  const rows = await usageSourceRows(setting.db, setting.workspaceId);
  const sources = rows.filter((row): row is Read => row.through !== null && setting.usage.has(row.source));
  const [oldest] = sources.map(({ through }) => through).sort();
  if (oldest === undefined || (await billComes(setting))) return;
  const found: LeftOn[] = [];
  for (const source of sources) found.push(...(await lookedAtEach(setting, await leftOnIn(setting, source))));
  // Clouds were asked meanwhile: what is older than the newest reading would be told after it, and that one looks too.
  const now = await usageSourceRows(setting.db, setting.workspaceId);
  if (sources.some(({ source, through }) => now.find((row) => row.source === source)?.through !== through)) return;
  // What one project's usage tells must not end what another's told, so all count as of the day that all tell of.
  await tellIdle(setting, { found, providers: [...new Set(sources.map(({ provider }) => provider))], asOf: oldest });
}

/** Whether a bill is about to be read for the first time, after which this is looked for again: with prices. */
async function billComes(setting: Setting): Promise<boolean> {
  const { sources } = await knownData(setting);
  const awaited = sources.some(({ readAt, failures }) => readAt === null && failures === 0);
  return awaited || sources.length < setting.costs.size;
}

async function leftOnIn(setting: Setting, { source, provider, through }: Read): Promise<readonly LeftOn[]> {
  const { db, workspaceId } = setting;
  const span = { first: shiftDay(through, 1 - lookedAt), last: through };
  const days = Map.groupBy(await usageOfDays(db, { workspaceId, source, ...span }), ({ resource }) => resource);
  const lines = (await resourceLines(db, workspaceId, span)).filter((line) => line.provider === provider);
  const named = new Map<string, string>();
  for (const [resource, [row]] of days) {
    if (row !== undefined) for (const key of billedKeys(row, row.alsoBilledAs)) named.set(key, resource);
  }
  const billed = lines.flatMap((line): readonly SpendLine[] => {
    const resource = named.get(billedKey(line) ?? '');
    return resource === undefined ? [] : [{ ...line, resource }];
  });
  const usages = [...days.values()].flatMap((own) => usageOf(setting, own, billed, span));
  const { data } = await knownData(setting);
  const found = idleFindings(usages, billed, data, 'effective', new Map(), reportingDay(setting));
  return found.map((finding) => ({ ...finding, provider }));
}

/** One resource; an endpoint with all that it has loaded. */
function usageOf(
  setting: Setting,
  own: readonly UsageDayRow[],
  billed: readonly SpendLine[],
  span: DaySpan,
): readonly Usage[] {
  const newest = own.at(-1);
  const [firstKnown] = own.map(({ day }) => day).sort();
  if (newest === undefined || firstKnown === undefined) return [];
  const { kind, resource, name, project } = newest;
  const used = new Map<CostDay, number>();
  for (const one of own) used.set(one.day, (used.get(one.day) ?? 0) + one.used);
  const days = daysIn({ first: firstKnown, last: span.last }).map((day) => ({ day, used: used.get(day) ?? null }));
  return [{ kind, resource, name, project, team: teamOf(setting, own, billed), days }];
}

/** Whose it is: as the bill's newest label says, else its own label, else the model that it serves. */
function teamOf(setting: Setting, own: readonly UsageDayRow[], billed: readonly SpendLine[]): string | null {
  const { org, models } = setting.playbooks().set;
  const [newest] = own;
  const labelled = billed
    .filter(({ resource, labels }) => resource === newest?.resource && labels[org.labels.team] !== undefined)
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  const model = own
    .map(({ registry, modelName }) =>
      registry === null || modelName === null ? null : findCatalogueModel(models, registry, modelName),
    )
    .find((entry) => entry !== null);
  return labelled[0]?.labels[org.labels.team]?.value ?? newest?.labels[org.labels.team] ?? model?.team ?? null;
}
