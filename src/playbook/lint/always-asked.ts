import type { Action } from '../facts.ts';
import { treeFor } from '../inherit.ts';
import type { PlaybookKeys, Rule, Tree } from '../keys.ts';
import type { Playbook } from '../playbook.ts';
import { type Asks, asks, closing, idling } from './asked.ts';
import type { FindCase } from './find-case.ts';
import { fewOf, findingAt, type LintFinding } from './finding.ts';
import { type Assignment, type Formula, is, truthsOf, variablesOf } from './formula.ts';
import { type Scope, scopeWords } from './scope.ts';
import type { LintSubject } from './subject.ts';
import { no, yes } from './truth.ts';

/** A question about the rules of a playbook, asked for one action. */
interface Question {
  readonly code: string;
  readonly asks: (rule: Rule) => boolean;
  readonly lacks: string;
  readonly fix: string;
}

const anything: Question = {
  code: 'no_rule_always_applies',
  asks: ({ people, evidence }) => people.length > 0 || evidence.length > 0,
  lacks: 'no rule with people or evidence is sure to apply',
  fix: 'such requests stay blocked; give one such rule no `if`, or let their `if`s cover every case',
};

const person: Question = {
  code: 'nobody_decides',
  asks: ({ people }) => people.length > 0,
  lacks: 'a way asks no person, only for evidence or facts',
  fix: 'nobody decides on it, so it is never open; give it a rule with people',
};

/** Proves for every action of every playbook that a rule with people or evidence always applies, or says when not. */
export function alwaysAsked(subject: LintSubject, scopes: readonly Scope[]): readonly LintFinding[] {
  return subject.governing.flatMap((playbook) =>
    playbook.appliesTo.action
      .filter((action) => action !== 'change_playbook')
      .flatMap((action) => {
        const keys = subject.keys(playbook);
        const tree = treeOf(keys, action);
        const own = scopes.filter((scope) => scope.action === action);
        if (tree === null) return [];
        if (!people(tree, keys)) return unapprovable(subject, playbook, action, keys);
        const first = lacking(subject, playbook, tree, own, anything);
        return first.length > 0 ? first : lacking(subject, playbook, tree, own, person);
      }),
  );
}

/** The decision as written, or all rules in order. */
function treeOf({ decision, rules = [] }: PlaybookKeys, action: Action): Tree | null {
  if (decision === undefined) return { all: rules.map(({ name }) => name) };
  return treeFor(decision, action) ?? null;
}

function people(tree: Tree, { rules = [] }: PlaybookKeys): boolean {
  if (typeof tree === 'string') return (rules.find(({ name }) => name === tree)?.people.length ?? 0) > 0;
  const below = 'all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of;
  return below.some((one) => people(one, { rules }));
}

function unapprovable(subject: LintSubject, playbook: Playbook, action: Action, keys: PlaybookKeys) {
  const auto = keys.autoApprove !== undefined;
  const sentence = auto
    ? `no rule of "${playbook.name}" asks a person for ${action}, so what does not approve itself stays blocked; add a rule with people`
    : `no rule of "${playbook.name}" asks a person for ${action}, so it could never be approved; add a rule with people`;
  return findingAt(
    subject.file(playbook),
    placeOf(playbook, action),
    auto ? 'warning' : 'error',
    'nobody_decides',
    sentence,
  );
}

function lacking(
  subject: LintSubject,
  playbook: Playbook,
  tree: Tree,
  scopes: readonly Scope[],
  question: Question,
): readonly LintFinding[] {
  const { rules = [], evidence = [] } = subject.keys(playbook);
  const asking = new Set(
    rules
      .filter((rule) =>
        question.asks(rule.evidence === 'all' && evidence.length === 0 ? { ...rule, evidence: [] } : rule),
      )
      .map(({ name }) => name),
  );
  const cases = scopes.flatMap((scope) => {
    const governs = subject.governs(playbook, scope);
    if (truthsOf(governs, new Map()) === no) return [];
    const ifs = new Map(
      rules.map((rule) => [rule.name, rule.if === null ? is(yes) : subject.conditions(rule.if, scope)]),
    );
    const found = caseWithout(tree, asking, governs, ifs, subject.findCase);
    return found === null ? [] : [{ scope, ...found }];
  });
  const [first] = cases;
  if (first === undefined) return [];
  const models = fewOf(
    cases.map(({ scope }) => (scope.entry === null ? 'models outside the catalogue' : `\`${scope.entry.id}\``)),
  );
  const what = `for whoever wants to ${scopeWords(first.scope, models)}`;
  const place = placeOf(playbook, first.scope.action);
  if (!first.proved) {
    const sentence = `it could not be proved that, ${what}, some rule of "${playbook.name}" always applies: there are too many cases; give one rule with people no \`if\``;
    return findingAt(subject.file(playbook), place, 'warning', 'not_proved', sentence);
  }
  const when = first.words.length === 0 ? '' : ` while ${first.words.join(' and ')}`;
  const sentence = `"${playbook.name}", ${what}: ${question.lacks}${when}; ${question.fix}`;
  return findingAt(subject.file(playbook), place, 'warning', question.code, sentence);
}

/** A case in which the playbook governs and its tree does not ask; null if there is proof that there is none. */
function caseWithout(
  tree: Tree,
  asking: ReadonlySet<string>,
  governs: Formula,
  ifs: ReadonlyMap<string, Formula>,
  findCase: FindCase,
): { readonly proved: boolean; readonly words: readonly string[] } | null {
  const variables = variablesOf([governs, ...ifs.values()]);
  const search = (wanted: Asks, known: boolean) =>
    findCase(
      variables,
      (given: Assignment) => {
        const here = truthsOf(governs, given);
        const come = asks(tree, (name) => ({
          reads: truthsOf(ifs.get(name) ?? is(yes), given),
          asks: asking.has(name),
        }));
        const could = here !== no && (come & wanted) !== 0;
        return { wanted: could, other: (here & no) !== 0 || (come & ~wanted) !== 0 };
      },
      { known },
    );
  // An unknown condition closes its way under `any`: that blocks, as it should, and is nothing to mend.
  for (const found of [search(idling, false), search(closing, true)]) {
    if (found.found === 'case') return { proved: true, words: found.words };
    if (found.found === 'unsure') return { proved: false, words: [] };
  }
  return null;
}

/** Where the tree of an action is written, or would be. */
function placeOf(playbook: Playbook, action: Action): readonly PropertyKey[] {
  const { decision } = playbook;
  if (decision !== undefined) return 'tree' in decision ? ['decision'] : ['decision', 'by_action', action];
  return playbook.rules === undefined ? ['applies_to', 'action'] : ['rules'];
}

/** Rules whose `if` is false for everything that their playbook governs. */
export function rulesApply(subject: LintSubject, scopes: readonly Scope[]): readonly LintFinding[] {
  return subject.governing.flatMap((playbook) => {
    const governed = scopes
      .map((scope) => ({ scope, governs: subject.governs(playbook, scope) }))
      .filter(({ governs }) => truthsOf(governs, new Map()) !== no);
    if (governed.length === 0) return [];
    return (playbook.rules ?? []).flatMap((rule, index) => {
      const condition = rule.if;
      if (condition === null) return [];
      if (
        governed.some(({ scope, governs }) => canApply(subject.conditions(condition, scope), governs, subject.findCase))
      )
        return [];
      const sentence = `"${rule.name}" applies to nothing that this playbook governs; mend its \`if\`, or drop the rule`;
      return findingAt(subject.file(playbook), ['rules', index, 'if'], 'warning', 'rule_never_applies', sentence);
    });
  });
}

function canApply(condition: Formula, governs: Formula, findCase: FindCase): boolean {
  const found = findCase(variablesOf([condition, governs]), (given) => {
    const truths = [truthsOf(condition, given), truthsOf(governs, given)];
    return { wanted: truths.every((one) => one !== no), other: truths.some((one) => (one & no) !== 0) };
  });
  return found.found !== 'none';
}
