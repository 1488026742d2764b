import { likelyTeam } from '../claims/teams.ts';
import { entryNamed, modelKey, modelOfKey } from '../find-model.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import type { MaturityScope } from './maturity-of.ts';

/**
 * Whose maturity somebody asks for: `all`, a team of models.yaml, or a model; with no words that of their own team, or
 * of all where they have none. Throws a Refusal that offers near names.
 */
export async function scopeNamed(setting: Setting, words: string, slackUser: string): Promise<MaturityScope> {
  const { models, people } = setting.playbooks().set;
  const text = words.trim();
  if (text.toLowerCase() === 'all') return { kind: 'all' };
  const teams = new Set(models.models.map(({ team }) => team));
  if (text === '') {
    const person = personOf(people, slackUser);
    const team = person === null ? null : await likelyTeam(setting, person);
    return team === null || !teams.has(team) ? { kind: 'all' } : { kind: 'team', team };
  }
  const named = text.replace(/^team[\s=:]+/i, '');
  if (teams.has(named)) return { kind: 'team', team: named };
  if (named !== text) return { kind: 'team', team: named };
  const { registry, name } = await entryNamed(setting, text);
  return { kind: 'model', model: { registry, name } };
}

/** What a button carries of a scope. */
export function scopeKey(scope: MaturityScope): string {
  if (scope.kind === 'all') return 'all';
  return scope.kind === 'team' ? `team:${scope.team}` : `model:${modelKey(scope.model)}`;
}

/** The scope that a button carries. Throws a Refusal if its model is gone. */
export async function scopeOfKey(setting: Setting, key: string): Promise<MaturityScope> {
  if (key.startsWith('team:')) return { kind: 'team', team: key.slice('team:'.length) };
  if (!key.startsWith('model:')) return { kind: 'all' };
  const { registry, name } = await modelOfKey(setting, key.slice('model:'.length));
  return { kind: 'model', model: { registry, name } };
}
