import type { PlaybookSet } from '#playbook/playbook.ts';
import type { CheckedPlaybooks } from '../playbooks/checked-playbooks.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Every mistake and every failing inline test, and what the set names that this version does not do. */
export function playbookFindings(checked: CheckedPlaybooks): readonly Finding[] {
  if (checked.set === null) {
    return checked.problems.map(({ file, line, column, sentence }) =>
      problem(`${file}:${line}:${column}: ${sentence}`, 'mend the file; countersign playbooks lint shows the rest'),
    );
  }
  const failed = checked.tests.filter(({ passed }) => !passed);
  const counted = `${checked.set.playbooks.length} playbooks`;
  return [
    failed.length === 0
      ? ok(`${counted} hold together, ${checked.tests.length} inline tests pass`)
      : problem(`${failed.length} of ${checked.tests.length} inline tests fail`, 'run countersign playbooks test'),
    ...notReadYet(checked.set),
  ];
}

function notReadYet({ people, org }: PlaybookSet): readonly Finding[] {
  const groups = Object.entries(people.roles).filter(([, { source }]) => 'slackUsergroup' in source);
  const connections = org.connections.filter(({ kind }) => kind !== 'mlflow');
  return [
    ...groups.map(([role]) =>
      problem(`Role ${role} is a Slack user group, whose members are not read yet`, 'list its people in people.yaml'),
    ),
    ...connections.map(({ id, kind }) =>
      problem(`Connection ${id} is of kind ${kind}, which is not connected yet`, 'take it out of org.yaml'),
    ),
  ];
}
