import { suggestion } from '#domain/suggestion.ts';
import { Refusal } from '#errors.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import type { ModelKey } from '#store/model-keys.ts';
import { type ModelRow, modelsNamed } from '#store/models.ts';
import type { ModelScope } from '#store/status-models.ts';
import type { ShownScope } from '#views/status-state.ts';
import { teamLabel, teamsOfPerson } from '../claims/teams.ts';
import { ownersOf } from '../drift-answers/who-may-answer.ts';
import { modelNamed } from '../find-model.ts';
import type { Setting } from '../setting.ts';
import { idsOf } from './catalogue-ids.ts';

/** What the words after `/mlops status` ask for. */
export type StatusAsked =
  | { readonly is: 'model'; readonly model: ModelRow }
  | { readonly is: 'list'; readonly scope: ShownScope; readonly note: string | null };

/**
 * Reads the words: nothing, `mine`, `all`, a team, a model, or part of a model's name. A name that is a team's and a
 * model's means the team, and a note says how the model is asked for. Throws a Refusal for a `team=` or `model=` that
 * there is not.
 */
export async function readStatusWords(setting: Setting, words: string): Promise<StatusAsked> {
  const text = words.trim();
  const list = (scope: ShownScope, note: string | null = null): StatusAsked => ({ is: 'list', scope, note });
  if (text === '' || text.toLowerCase() === 'mine') return list({ kind: 'mine' });
  if (text.toLowerCase() === 'all') return list({ kind: 'all' });
  const [, kind = '', name = ''] = /^(team|model)\s*[=:]\s*(.+)$/i.exec(text) ?? [];
  if (kind.toLowerCase() === 'team') return list({ kind: 'team', team: teamNamed(setting, name) });
  if (kind.toLowerCase() === 'model') return { is: 'model', model: await modelNamed(setting, name) };
  const team = teamCalled(setting, text);
  const models = await modelsNamed(setting.db, setting.workspaceId, text);
  const [model, another] = models;
  if (team !== null) return list({ kind: 'team', team }, model === undefined ? null : alsoModel(model, text));
  if (model !== undefined && another === undefined) return { is: 'model', model };
  return list({ kind: 'like', text }, another === undefined || model === undefined ? null : inSeveral(models, text));
}

function alsoModel({ name, modelId, registry }: ModelRow, text: string): string {
  const exact = name === text && modelId !== `${registry}/${name}` ? modelId : name;
  return `This is the team. The model of that name: \`/mlops status model=${exact}\`.`;
}

function inSeveral(models: readonly ModelRow[], text: string): string {
  const ids = models.map(({ modelId }) => `\`${modelId}\``).join(' and ');
  return `${models.length} registries have a model ${text}. Name one by its catalogue id: ${ids}.`;
}

/** The team of exactly this name or label, in any case; null if there is none. */
function teamCalled(setting: Setting, text: string): string | null {
  const { models, org } = setting.playbooks().set;
  const wanted = text.toLowerCase();
  const isCalled = (entry: CatalogueModel) =>
    entry.team.toLowerCase() === wanted || teamLabel(entry, org.labels.team).toLowerCase() === wanted;
  return models.models.find(isCalled)?.team ?? null;
}

function teamNamed(setting: Setting, text: string): string {
  const found = teamCalled(setting, text);
  if (found !== null) return found;
  const teams = [...new Set(setting.playbooks().set.models.models.map(({ team }) => team))].sort();
  const near = suggestion(text.toLowerCase(), teams);
  const offer =
    near === null
      ? teams
          .slice(0, 20)
          .map((one) => `\`${one}\``)
          .join(', ')
      : `\`${near}\``;
  const ask = near === null ? `The teams are ${offer}.` : `Did you mean ${offer}?`;
  throw new Refusal(
    'no_such_team',
    `models.yaml has no team ${text}. ${teams.length === 0 ? 'It names none yet.' : ask}`,
  );
}

/** What may have been meant by words that name nothing: teams and models that are called nearly so. */
export function nearTeams(setting: Setting, text: string): readonly string[] {
  const teams = setting.playbooks().set.models.models.map(({ team }) => team);
  const near = suggestion(text.toLowerCase(), teams);
  return near === null ? [] : [near];
}

/** Whoever asks, and the roles they are in. */
export interface Asker {
  readonly person: string;
  readonly roles: readonly string[];
}

/** The models of a scope. `waiting` are those whose requests wait for the person, which count as theirs. */
export function modelScope(
  setting: Setting,
  scope: ShownScope,
  asker: Asker | null,
  waiting: readonly ModelKey[],
): ModelScope {
  const { models } = setting.playbooks().set;
  const everything = { ids: null, also: [], text: null };
  switch (scope.kind) {
    case 'all':
      return everything;
    case 'like':
      return { ...everything, text: scope.text };
    case 'team':
      return { ...everything, ids: idsOf(models, ({ team }) => team === scope.team) };
    case 'mine':
      return { ids: idsOf(models, isOf(setting, asker)), also: waiting, text: null };
  }
}

/** Whether a model is of a person: they answer for it, or belong to its team. */
function isOf(setting: Setting, asker: Asker | null): (entry: CatalogueModel) => boolean {
  if (asker === null) return () => false;
  const { person, roles } = asker;
  const { org } = setting.playbooks().set;
  const teams = teamsOfPerson(setting, person, roles);
  const names = new Set([person, ...roles]);
  return (entry) => ownersOf(entry).some((owner) => names.has(owner)) || teams.has(teamLabel(entry, org.labels.team));
}
