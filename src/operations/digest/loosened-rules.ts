import type { DigestFacts, DigestScope } from '#domain/weekly-digest.ts';
import { globMatches } from '#playbook/glob.ts';
import { fileNameOf } from '#playbook/portable-set.ts';
import { loosenedBetween } from '#store/playbook-versions.ts';
import type { Setting } from '../setting.ts';
import { teamOfEntry } from './team-of-model.ts';

type Span = Parameters<typeof loosenedBetween>[2];

/** What was loosened in a span, given out by scope: a file that is no playbook concerns everybody. */
export async function loosenedRules(
  setting: Setting,
  span: Span,
): Promise<(scope: DigestScope) => DigestFacts['loosened']> {
  const rows = await loosenedBetween(setting.db, setting.workspaceId, span);
  if (rows.length === 0) return () => [];
  const governed = new Map(rows.flatMap(({ files }) => files).map((file) => [file, teamsUnder(setting, file)]));
  return (scope) => {
    const teams = scope.kind === 'team' ? [scope.team] : scope.kind === 'leaders' ? scope.teams : null;
    const concerns = (file: string) => {
      const under = governed.get(file) ?? null;
      return teams === null || under === null || teams.some((team) => under.has(team));
    };
    return rows
      .map(({ number, files }) => ({ number, files: files.filter(concerns) }))
      .filter(({ files }) => files.length > 0);
  };
}

/** The teams whose models a playbook may govern; null for a file that is none, or none any more. */
function teamsUnder(setting: Setting, file: string): ReadonlySet<string> | null {
  const { playbooks, models, org } = setting.playbooks().set;
  const playbook = playbooks.find(({ path }) => fileNameOf(path) === file);
  if (playbook === undefined) return null;
  const globs = playbook.appliesTo.models;
  const under = models.models.filter(({ id }) => globs.some((glob) => globMatches(glob, id) || globMatches(id, glob)));
  return new Set(under.flatMap((entry) => teamOfEntry(entry, org) ?? []));
}
