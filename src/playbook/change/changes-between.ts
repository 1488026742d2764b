import type { Org, Playbook, PlaybookSet } from '../playbook.ts';
import { listChange, sameValue } from './directions.ts';
import { modelChanges } from './model-changes.ts';
import { identityWay, peopleChanges } from './people-changes.ts';
import { decided, playbookChanges } from './playbook-changes.ts';
import { type Change, change, type PolicyChange } from './policy-change.ts';
import { sideOf } from './sides.ts';

/**
 * Everything the second set does differently (§10.5), in order of file and, in a file, as it is read. Equal sets have
 * no changes; any two sets can be compared.
 */
export function changesBetween(before: PlaybookSet, after: PlaybookSet): readonly PolicyChange[] {
  const folder = folderOf(after) ?? folderOf(before) ?? '';
  const shared = (name: string, changes: readonly Change[]) =>
    changes.map((one) => ({ file: `${folder}${name}`, ...one }));
  const all = [
    ...shared('org.yaml', orgChanges(before, after)),
    ...shared('people.yaml', peopleChanges(before, after)),
    ...shared('models.yaml', modelChanges(before, after)),
    ...playbookChanges(before, after),
  ];
  return all.toSorted((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
}

/** The folder the files stand in, as their paths say. */
function folderOf({ playbooks }: PlaybookSet): string | null {
  const path = playbooks[0]?.path;
  return path === undefined ? null : path.slice(0, path.lastIndexOf('/') + 1);
}

function orgChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.org, after.org];
  const [match, domains] = identityWay(was.identity, is.identity);
  return [
    ...(was.owner === is.owner
      ? []
      : [change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner])]),
    ...(was.zone === is.zone
      ? []
      : [change('zone', 'different', `delegations are in ${is.zone} time instead of ${was.zone}`)]),
    ...(match === 'same'
      ? []
      : [
          change(
            'identity.allow_email_match',
            match,
            is.identity.allowEmailMatch ? 'accounts are matched by e-mail' : 'accounts are not matched by e-mail',
          ),
        ]),
    ...(domains === 'same'
      ? []
      : [
          change(
            'identity.domains',
            domains,
            `whose e-mail counts: ${listChange(was.identity.domains, is.identity.domains)}`,
          ),
        ]),
    ...(sameValue(was.connections, is.connections)
      ? []
      : [change('connections', 'different', 'other systems are connected; that needs a restart')]),
    ...informing(was, is),
    ...baselineChanges(before, after),
  ];
}

function informing(was: Org, is: Org): readonly Change[] {
  return (['name', 'currency', 'channels', 'labels'] as const).flatMap((key) =>
    sameValue(was[key], is[key]) ? [] : [change(key, 'neutral', `${key} of the organization`)],
  );
}

/** The baseline is compared as the playbook that everything stands under. */
function baselineChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  if (sameValue(before.org.baseline, after.org.baseline)) return [];
  const changes = decided(sideOf(before, nothingWritten), sideOf(after, nothingWritten));
  return changes.map((one) => ({ ...one, key: `baseline.${one.key}` }));
}

const nothingWritten: Playbook = {
  path: 'org.yaml',
  name: 'the baseline',
  description: null,
  owner: '',
  extends: null,
  abstract: true,
  mayBeRelaxed: [],
  appliesTo: {
    action: ['promote', 'rollback', 'retrain', 'retire', 'traffic', 'silence', 'change_playbook'],
    models: ['**'],
    registry: null,
    from: null,
    to: null,
    when: null,
  },
  tests: [],
};
