import { counted, quoted } from '../words.ts';
import { alertSection } from './alerts.ts';
import { changeSection } from './changes.ts';
import { evidenceSection } from './evidence.ts';
import { line, type Section } from './line.ts';
import { outcomeSection } from './outcome.ts';
import { peopleSection } from './people.ts';
import { rulesSection } from './rules.ts';
import { ownerSection, scopeSection } from './scope.ts';
import { automaticSection, emergencySection } from './shortcuts.ts';
import { freezeSection, noSection, rejectionSection } from './stops.ts';
import type { Subject } from './subject.ts';
import { askingSection, deadlineSection } from './timing.ts';
import { combinationSection } from './trees.ts';

/**
 * A playbook in sentences: every key, with what stands in its place where nobody wrote it, and where it comes from. The
 * same subject gives the same sections.
 */
export function renderPolicy(subject: Subject): readonly Section[] {
  return [
    scopeSection(subject),
    ownerSection(subject),
    rulesSection(subject),
    combinationSection(subject),
    evidenceSection(subject),
    peopleSection(subject),
    noSection(subject),
    freezeSection(subject),
    deadlineSection(subject),
    askingSection(subject),
    automaticSection(subject),
    emergencySection(subject),
    outcomeSection(subject),
    rejectionSection(subject),
    changeSection(subject),
    ...(subject.policy.alerts.length === 0 ? [] : [alertSection(subject)]),
    testsSection(subject),
  ];
}

function testsSection({ playbook }: Subject): Section {
  const { tests } = playbook;
  const lines =
    tests.length === 0
      ? [line('It has no tests.')]
      : [
          line(
            `Its file holds ${counted(tests.length, 'test')} of what it decides:`,
            undefined,
            tests.map(({ name }) => line(quoted(name))),
          ),
        ];
  return { id: 'tests', title: 'How it is tested', lines };
}
