import type { AutoApprove } from '../keys.ts';
import type { Playbook } from '../playbook.ts';
import type { FindCase } from './find-case.ts';
import { findingAt, type LintFinding } from './finding.ts';
import { type Formula, truthsOf, variablesOf } from './formula.ts';
import type { Scope } from './scope.ts';
import type { LintSubject } from './subject.ts';
import { no, yes } from './truth.ts';

/** Auto-approvals whose `if` is always true, or never. */
export function autoApprovalIfs(subject: LintSubject, scopes: readonly Scope[]): readonly LintFinding[] {
  return subject.governing.flatMap((playbook) => {
    const auto = subject.keys(playbook).autoApprove;
    if (auto === undefined) return [];
    const governed = scopes
      .map((scope) => ({ governs: subject.governs(playbook, scope), when: subject.conditions(auto.if, scope) }))
      .filter(({ governs }) => truthsOf(governs, new Map()) !== no);
    if (governed.length === 0) return [];
    const at = playbook.autoApprove === undefined ? ['extends'] : ['auto_approve', 'if'];
    const report = (level: 'error' | 'warning', code: string, sentence: string) =>
      findingAt(subject.file(playbook), at, level, code, sentence);
    if (governed.every(({ governs, when }) => !possible(governs, when, 'false', subject.findCase))) {
      return report(...alwaysTrue(playbook, auto));
    }
    if (governed.some(({ governs, when }) => possible(governs, when, 'true', subject.findCase))) return [];
    const sentence = `the \`if\` of auto_approve is true for nothing that "${playbook.name}" governs; mend it, or drop auto_approve`;
    return report('warning', 'auto_approve_never', sentence);
  });
}

function alwaysTrue({ name }: Playbook, { evidence }: AutoApprove): readonly ['error' | 'warning', string, string] {
  const every = `the \`if\` of auto_approve is true for everything that "${name}" governs`;
  return evidence.length === 0
    ? ['error', 'auto_approve_always', `${every}, and it needs no evidence, so nobody is ever asked; narrow the \`if\``]
    : [
        'warning',
        'auto_approve_always',
        `${every}, so people are asked only where evidence fails; narrow the \`if\`, or say so in \`because\``,
      ];
}

/** Whether there is a governed case of known facts in which the `if` is, or is not, true. */
function possible(governs: Formula, when: Formula, wanted: 'true' | 'false', findCase: FindCase): boolean {
  const fits = (truths: number) => (wanted === 'true' ? (truths & yes) !== 0 : (truths & ~yes) !== 0);
  const fails = (truths: number) => (wanted === 'true' ? (truths & ~yes) !== 0 : (truths & yes) !== 0);
  const found = findCase(
    variablesOf([governs, when]),
    (given) => {
      const [here, auto] = [truthsOf(governs, given), truthsOf(when, given)];
      return { wanted: here !== no && fits(auto), other: (here & no) !== 0 || fails(auto) };
    },
    { known: wanted === 'false' },
  );
  return found.found !== 'none';
}
