import type { Characteristics, ModelTier } from '#domain/maturity.ts';
import type { ModelFacts } from '#domain/maturity-facts.ts';
import { characteristicsOf } from '#maturity/assess-answers.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { type AssessmentRow, newestAssessments } from '#store/assessments.ts';
import type { Executor } from '#store/database.ts';
import { seenModels } from '#store/maturity-rows/seen-models.ts';
import { profileRows } from '#store/profiles.ts';
import { characteristicsInCatalogue } from '../assess/use-case.ts';
import type { Setting } from '../setting.ts';
import { catalogueIndex } from './catalogue-index.ts';

/** Where a model is registered and what its aliases hold there. */
interface Place {
  readonly registry: string;
  readonly name: string;
  readonly aliases: Readonly<Record<string, string>>;
}

/** A model of the catalogue that a registry has, with its entry and everywhere it is registered. */
export interface AskedModel {
  readonly facts: ModelFacts;
  readonly entry: CatalogueModel;
  readonly places: readonly Place[];
}

/** The models of the catalogue that registries have, in order of id, how many of a registry are in no entry, and which were read. */
export async function catalogueModels(
  setting: Setting,
  db: Executor,
): Promise<{
  readonly models: readonly AskedModel[];
  readonly unlisted: number;
  readonly registries: ReadonlySet<string>;
}> {
  const { models, people } = setting.playbooks().set;
  const entryOf = catalogueIndex(models);
  const rows = await seenModels(db, setting.workspaceId);
  const [gone, answers] = await Promise.all([goneAccounts(setting, db), newestAssessments(db, setting.workspaceId)]);
  const byId = new Map<string, { entry: CatalogueModel; places: Place[] }>();
  let unlisted = 0;
  for (const row of rows) {
    const entry = entryOf(row.registry, row.name);
    if (entry === null) {
      unlisted += 1;
      continue;
    }
    const known = byId.get(entry.id);
    if (known === undefined) byId.set(entry.id, { entry, places: [row] });
    else known.places.push(row);
  }
  const active = (person: string) => {
    const found = people.people[person];
    return found?.active === true && !found.slack.every((account) => gone.has(account));
  };
  const asked = [...byId.values()]
    .map(({ entry, places }) => ({
      entry,
      places,
      facts: factsOf(entry, declaredOf(entry, answers.get(entry.id)), active),
    }))
    .toSorted((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  return { models: asked, unlisted, registries: new Set(rows.map(({ registry }) => registry)) };
}

const dayMs = 86_400_000;

/** What models.yaml and people say a model is; nothing of it is evidence. */
function factsOf(entry: CatalogueModel, declared: Characteristics, active: (person: string) => boolean): ModelFacts {
  return {
    id: entry.id,
    team: entry.team,
    tier: tierOf(entry, declared),
    declared,
    owner: { id: entry.owner, active: active(entry.owner) },
    maxAgeDays: entry.maxAgeMs === undefined ? null : entry.maxAgeMs / dayMs,
    labelDelayDays: (entry.labelDelayMs ?? 0) / dayMs,
  };
}

function tierOf({ criticality }: CatalogueModel, { pilot }: Characteristics): ModelTier {
  if (pilot) return 'pilot';
  return criticality === 'critical' || criticality === 'high' ? 'tier_1' : 'production';
}

/** What somebody answered last; what models.yaml says where nobody did. */
function declaredOf(entry: CatalogueModel, answered: AssessmentRow | undefined): Characteristics {
  return answered === undefined ? (characteristicsInCatalogue(entry) ?? nothing) : characteristicsOf(answered.answers);
}

const nothing: Characteristics = {
  pilot: false,
  missionCritical: false,
  reusable: false,
  retraining: 'none',
  frequentUpdates: false,
  serving: [],
};

async function goneAccounts(setting: Setting, db: Executor): Promise<ReadonlySet<string>> {
  const accounts = Object.values(setting.playbooks().set.people.people).flatMap(({ slack }) => slack);
  const profiles = await profileRows(db, setting.workspaceId, accounts);
  return new Set(profiles.filter((profile) => !profile.active).map(({ slackUser }) => slackUser));
}
