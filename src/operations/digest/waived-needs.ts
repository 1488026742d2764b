import { epochMs } from '#domain/instant.ts';
import type { DigestFacts } from '#domain/weekly-digest.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import type { WaiverRow } from '#store/waivers.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { teamOfEntry } from './team-of-model.ts';

/** The waivers that are in force, as a digest tells them. */
export async function waivedNeeds(setting: Setting, rows: readonly WaiverRow[]): Promise<DigestFacts['waived']> {
  const now = epochMs(setting.now());
  const inForce = rows.filter(({ expiresAt }) => expiresAt.getTime() > now);
  if (inForce.length === 0) return [];
  const names = await readNames(setting, setting.db);
  const { models, org } = setting.playbooks().set;
  return inForce.map(({ model, capability, reason, approver, expiresAt }) => ({
    model,
    team: teamOfEntry(catalogueModel(models, model), org),
    capability,
    by: names.of(approver),
    reason,
    until: expiresAt.toISOString(),
  }));
}
