import { findCatalogueModel } from '#playbook/catalogue.ts';
import { drillById, toldDrillAlerts } from '#store/drift-drills.ts';
import type { DrilledWay, MissedDrill } from '#views/drill-missed.ts';
import { ownerOf } from '../drift-answers/present-alert.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { wayOf } from './drill-ways.ts';
import { patienceMs } from './run-drill.ts';

/** What a missed drill's message shows, from the rows as they are. Throws an Error if there is no such drill. */
export async function presentMissedDrill(setting: Setting, drillId: string): Promise<MissedDrill> {
  const drill = await drillById(setting.db, setting.workspaceId, drillId);
  if (drill === null) throw new Error(`there is no drill ${drillId}`);
  const { people, models } = setting.playbooks().set;
  const names = await readNames(setting, setting.db);
  const entry = findCatalogueModel(models, drill.registry, drill.modelName);
  const told = await toldDrillAlerts(setting.db, drill, drill.startedAt);
  const asker = Object.keys(people.people).find((id) => names.person(id).slackId === drill.startedBy);
  const ways: DrilledWay[] = [];
  for (const connection of drill.connections) ways.push(await wayOf(setting, setting.db, connection, drill));
  return {
    model: drill.modelName,
    rules: drill.rules.map(({ playbook, rule }) => ({
      rule,
      posted: told.some((one) => one.playbook === playbook && one.rule === rule),
    })),
    ways,
    owner: entry === null ? null : ownerOf(setting, names, entry.owner),
    startedAt: drill.startedAt.toISOString(),
    startedBy: drill.startedBy === null ? null : asker === undefined ? 'somebody' : names.of(asker),
    patienceMs,
  };
}
