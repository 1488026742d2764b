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
  const silentAfterMs = Math.min(
    dayMs * 365,
    ...rulesOf(setting.playbooks().set, entry).map((rule) => rule.noDataAfterMs),
  );
  const now = epochMs(setting.now());
  return entry.monitors.map(({ connection, signals }) => {
    const last = reports.find((one) => one.connection === connection)?.last ?? null;
    const proof = proofs.get(connection);
    return {
      model: of.modelName,
      connection,
      signals,
      lastReportAt: last?.toISOString() ?? null,
      silent: last === null || now - last.getTime() > (silentAfterMs === dayMs * 365 ? dayMs : silentAfterMs),
      proven: proof === undefined ? null : { by: proof.by, at: proof.at.toISOString() },
    };
  });
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
