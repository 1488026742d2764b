import { epochMs } from '#domain/instant.ts';
import { registryName } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import { globMatches } from '#playbook/glob.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import { reportTimes } from '#store/drift-pages.ts';
import type { ShownMonitor } from '#views/drift-state.ts';
import { monitorProofs } from '../drills/monitor-proof.ts';
import type { Setting } from '../setting.ts';

const dayMs = 86_400_000;

/** What models.yaml says watches a model, with when each last reported and whether it is proven to be heard. */
export async function monitorsOf(
  setting: Setting,
  entry: CatalogueModel,
  of: { readonly registry: string; readonly modelName: string },
): Promise<readonly ShownMonitor[]> {
  if (entry.monitors.length === 0) return [];
  const place = { workspaceId: setting.workspaceId, ...of };
  const [reports, proofs] = await Promise.all([reportTimes(setting.db, place), monitorProofs(setting.db, place)]);
  const silentAfterMs = silenceLimitMs(setting.playbooks().set, entry);
  const now = epochMs(setting.now());
  return entry.monitors.map(({ connection, signals }) => {
    const last = reports.find((one) => one.connection === connection)?.last ?? null;
    const proof = proofs.get(connection);
    return {
      model: of.modelName,
      connection,
      signals,
      lastReportAt: last?.toISOString() ?? null,
      silent: last === null || now - last.getTime() > silentAfterMs,
      proven: proof === undefined ? null : { by: proof.by, at: proof.at.toISOString() },
    };
  });
}

const limits = new WeakMap<PlaybookSet, Map<string, number>>();

/** How long the monitors of a model may say nothing, in milliseconds: the shortest of its alerts, or a day without any. */
export function silenceLimitMs(set: PlaybookSet, { id }: Pick<CatalogueModel, 'id'>): number {
  const known = limits.get(set) ?? new Map<string, number>();
  limits.set(set, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const asked = rulesOf(set, { id }).map(({ noDataAfterMs }) => noDataAfterMs);
  const limit = asked.length === 0 ? dayMs : Math.min(...asked);
  known.set(id, limit);
  return limit;
}

/** Monitors of all models that should have reported since, those of the catalogue's order. */
export async function silentMonitors(setting: Setting, most: number): Promise<readonly ShownMonitor[]> {
  const { models } = setting.playbooks().set.models;
  const silent: ShownMonitor[] = [];
  for (const entry of models) {
    for (const registry of Object.keys(entry.in)) {
      const modelName = registryName(setting.playbooks().set.models, entry.id, registry);
      if (modelName === null || modelName.includes('*')) continue;
      const monitors = await monitorsOf(setting, entry, { registry, modelName });
      silent.push(...monitors.filter((one) => one.silent));
    }
    if (silent.length >= most) break;
  }
  return silent;
}

/** The alerts that the playbooks in force have for a model. */
export function rulesOf(set: PlaybookSet, { id }: Pick<CatalogueModel, 'id'>): readonly AlertRule[] {
  return set.playbooks
    .filter(({ abstract, appliesTo }) => !abstract && appliesTo.models.some((glob) => globMatches(glob, id)))
    .flatMap((playbook) => effectivePolicy(set, playbook, id).alerts);
}
