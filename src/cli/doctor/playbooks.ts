import type { PlaybookSet } from '#playbook/playbook.ts';
import type { CheckedPlaybooks } from '../playbooks/checked-playbooks.ts';
import { type Finding, note, ok, problem } from './finding.ts';

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
    ...lintFindings(checked),
    ...notReadYet(checked.set),
  ];
}

/** Errors of lint are problems, warnings notes; its notes are told by lint alone. */
function lintFindings({ findings }: CheckedPlaybooks): readonly Finding[] {
  return findings
    .filter(({ level }) => level !== 'note')
    .map(({ level, file, line, column, sentence }) => {
      const [what = sentence, fix = 'see countersign playbooks lint'] = parted(sentence);
      return (level === 'error' ? problem : note)(`${file}:${line}:${column}: ${what}`, fix);
    });
}

/** A sentence of lint before and after its last semicolon, where what to do is said. */
function parted(sentence: string): readonly string[] {
  const at = sentence.lastIndexOf('; ');
  return at < 0 ? [sentence] : [sentence.slice(0, at), sentence.slice(at + 2)];
}

const driftKinds: readonly string[] = ['drift-events', 'vertex-monitoring', 'cloud-monitoring'];

function notReadYet({ org, playbooks }: PlaybookSet): readonly Finding[] {
  const reported = org.connections.some(({ kind }) => driftKinds.includes(kind));
  const alerting = reported ? [] : playbooks.filter(({ alerts }) => (alerts ?? []).length > 0);
  return alerting.map(({ name, alerts }) =>
    note(
      `The alerts of “${name}” (${(alerts ?? []).map(({ id }) => id).join(', ')}) are read and checked, but no connection of org.yaml reports drift, so none is raised`,
      'add a connection of kind drift-events, vertex-monitoring or cloud-monitoring, and `monitors` in models.yaml',
    ),
  );
}
