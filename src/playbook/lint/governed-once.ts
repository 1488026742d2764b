import type { Playbook } from '../playbook.ts';
import type { FindCase } from './find-case.ts';
import { fewOf, findingAt, type LintFinding, type LintLevel } from './finding.ts';
import { type Formula, truthsOf, variablesOf } from './formula.ts';
import type { NamePattern } from './name-pattern.ts';
import { type Scope, scopeWords } from './scope.ts';
import type { LintSubject } from './subject.ts';
import { no } from './truth.ts';

/** A playbook that may govern requests of a scope. */
interface Candidate {
  readonly playbook: Playbook;
  readonly governs: Formula;
}

/** The playbooks that may govern requests of a scope, without those that never do. */
function candidates(subject: LintSubject, scope: Scope): readonly Candidate[] {
  return subject.governing
    .map((playbook) => ({ playbook, governs: subject.governs(playbook, scope) }))
    .filter(({ governs }) => truthsOf(governs, new Map()) !== no);
}

/** Models that nothing governs for an action that exists, and requests that two playbooks would govern (§8.2). */
export function governedOnce(
  subject: LintSubject,
  catalogue: readonly Scope[],
  outside: readonly Scope[],
): readonly LintFinding[] {
  const missing = new Map<number, { readonly scope: Scope; readonly words: string }[]>();
  const pairs = new Map<string, Clash & { readonly where: string[] }>();
  for (const scope of [...catalogue, ...outside]) {
    const found = candidates(subject, scope);
    const clash = clashOf(found, subject.findCase);
    if (clash !== null) {
      const key = `${clash.level} ${clash.pair[0].path} ${clash.pair[1].path}`;
      const known = pairs.get(key) ?? { ...clash, where: [] };
      pairs.set(key, known);
      known.where.push(scopeWords(scope, modelWords(scope.names, scope)));
    }
    if (scope.entry === null) continue;
    const words = lacking(found, subject.findCase);
    if (words === null) continue;
    const index = subject.set.models.models.indexOf(scope.entry);
    missing.set(index, [...(missing.get(index) ?? []), { scope, words }]);
  }
  return [
    ...[...missing].flatMap(([index, all]) => missingFindings(subject, index, all)),
    ...[...pairs.values()].flatMap((clash) => clashFinding(subject, clash)),
  ];
}

/** When no playbook governs: always (empty text), in a case, or never (null). */
function lacking(found: readonly Candidate[], findCase: FindCase): string | null {
  if (found.length === 0) return '';
  const formulas = found.map(({ governs }) => governs);
  const result = findCase(
    variablesOf(formulas),
    (given) => {
      const truths = formulas.map((formula) => truthsOf(formula, given));
      return { wanted: truths.every((one) => (one & no) !== 0), other: truths.some((one) => one !== no) };
    },
    { known: true },
  );
  return result.found === 'case' ? ` while ${result.words.join(' and ')}` : null;
}

function missingFindings(
  subject: LintSubject,
  index: number,
  all: readonly { readonly scope: Scope; readonly words: string }[],
): readonly LintFinding[] {
  const moves = (scope: Scope) => scope.action === 'promote' || scope.action === 'rollback';
  const of = (level: LintLevel, some: typeof all) => {
    if (some.length === 0) return [];
    const model = subject.set.models.models[index]?.id ?? '';
    const what = fewOf(some.map(({ scope, words }) => `${scopeWords(scope, `\`${model}\``)}${words}`));
    const sentence = `no playbook governs whoever wants to ${what}, so that is refused; add it to a playbook, if it should be possible`;
    return findingAt(subject.shared('models'), ['models', index, 'id'], level, 'no_playbook', sentence);
  };
  return [
    ...of(
      'warning',
      all.filter(({ scope }) => moves(scope)),
    ),
    ...of(
      'note',
      all.filter(({ scope }) => !moves(scope)),
    ),
  ];
}

interface Clash {
  readonly level: LintLevel;
  readonly pair: readonly [Playbook, Playbook];
  readonly words: readonly string[];
}

/** The worst of what two playbooks that govern the same requests come to. */
function clashOf(found: readonly Candidate[], findCase: FindCase): Clash | null {
  let worst: Clash | null = null;
  found.forEach((second, index) => {
    for (const first of found.slice(0, index)) {
      const clash = clash2(first, second, findCase);
      if (clash !== null && (worst === null || severity(clash) > severity(worst))) worst = clash;
    }
  });
  return worst;
}

function severity({ level }: Clash): number {
  return level === 'error' ? 3 : level === 'warning' ? 2 : 1;
}

function clash2(first: Candidate, second: Candidate, findCase: FindCase): Clash | null {
  const pair = [first.playbook, second.playbook] as const;
  const variables = variablesOf([first.governs, second.governs]);
  const together = (known: boolean) =>
    findCase(
      variables,
      (given) => {
        const truths = [first, second].map(({ governs }) => truthsOf(governs, given));
        return { wanted: truths.every((one) => one !== no), other: truths.some((one) => (one & no) !== 0) };
      },
      { known },
    );
  const known = together(true);
  if (known.found === 'case') return { level: known.sure ? 'error' : 'warning', pair, words: known.words };
  if (known.found === 'unsure') return { level: 'warning', pair, words: ['it could not be told when'] };
  const unknown = together(false);
  return unknown.found === 'case' ? { level: 'note', pair, words: unknown.words } : null;
}

function clashFinding(subject: LintSubject, clash: Clash & { readonly where: readonly string[] }) {
  const [first, second] = clash.pair;
  const may = clash.level === 'error' ? 'both govern' : 'may both govern';
  const when = clash.words.length === 0 ? '' : ` while ${clash.words.join(' and ')}`;
  const sentence = `"${first.name}" and "${second.name}" ${may} whoever wants to ${fewOf(clash.where)}${when}, and such requests are refused; narrow one of them`;
  return findingAt(subject.file(second), ['applies_to'], clash.level, 'ambiguous', sentence);
}

function modelWords({ before, after }: NamePattern, { entry }: Scope): string {
  return entry === null ? 'models outside the catalogue' : `\`${before}${after === null ? '' : `*${after}`}\``;
}

/** Playbooks that govern nothing that exists. */
export function governsSomething(subject: LintSubject, scopes: readonly Scope[]): readonly LintFinding[] {
  return subject.governing.flatMap((playbook) => {
    const { action } = playbook.appliesTo;
    if (action.every((one) => one === 'change_playbook')) return [];
    if (scopes.some((scope) => truthsOf(subject.governs(playbook, scope), new Map()) !== no)) return [];
    const sentence = `"${playbook.name}" governs no model of models.yaml and none outside it; look at models, registry and when`;
    return findingAt(subject.file(playbook), ['applies_to'], 'warning', 'governs_nothing', sentence);
  });
}
