import { inheritedKeys } from '../inherit.ts';
import type { PlaybookKeys, Predicates } from '../keys.ts';
import { type FileKind, kindOf } from '../load/file-kinds.ts';
import type { ParsedFile } from '../load/parse-file.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { conditions } from './conditions.ts';
import { caseFinder, type FindCase } from './find-case.ts';
import { all, type Formula, is, whenOpened } from './formula.ts';
import { coverage, type NamePattern } from './name-pattern.ts';
import type { Scope } from './scope.ts';
import { type Thresholds, thresholdsIn } from './thresholds.ts';
import { no, yes } from './truth.ts';

/** What lint looks at, with what several of its checks need. */
export interface LintSubject {
  readonly set: PlaybookSet;
  readonly file: (playbook: Playbook) => ParsedFile | undefined;
  readonly shared: (kind: Exclude<FileKind, 'playbook'>) => ParsedFile | undefined;
  /** The playbooks that can govern, which abstract ones cannot. */
  readonly governing: readonly Playbook[];
  /** A playbook's keys under its parents. */
  readonly keys: (playbook: Playbook) => PlaybookKeys;
  /** When a playbook governs requests of a scope; where this reads unknown, it does (§8.1). */
  readonly governs: (playbook: Playbook, scope: Scope) => Formula;
  readonly conditions: (map: Predicates, scope: Scope) => Formula;
  readonly findCase: FindCase;
}

export function lintSubject(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>): LintSubject {
  const governing = set.playbooks.filter(({ abstract }) => !abstract);
  const inherited = new Map(set.playbooks.map((playbook) => [playbook, inheritedKeys(set, playbook)]));
  const keys = (playbook: Playbook) => inherited.get(playbook) ?? {};
  const thresholds: Thresholds = thresholdsIn(governing.flatMap((playbook) => conditionsOf(playbook, keys(playbook))));
  const covers = rememberedCoverage();
  const shared = new Map([...files.values()].map((file) => [kindOf(file.path), file]));
  return {
    set,
    file: ({ path }) => files.get(path),
    shared: (kind) => shared.get(kind),
    governing,
    keys,
    conditions: (map, scope) => conditions(map, scope, thresholds),
    findCase: caseFinder(),
    governs: (playbook, scope) => {
      const { action, registry, models, from, to, when } = playbook.appliesTo;
      if (!action.includes(scope.action) || registry?.includes(scope.registry) === false) return is(no);
      const covered = covers(models, scope.names);
      if (covered === 'none') return is(no);
      const rest: Predicates = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
      return all([
        covered === 'all' ? is(yes) : conditions({ model: models }, scope, thresholds),
        conditions(rest, scope, thresholds),
        ...(when === null ? [] : [whenOpened(conditions(when, scope, thresholds))]),
      ]);
    },
  };
}

/** How many of some names one of the globs matches, each question answered once. */
function rememberedCoverage() {
  const answers = new Map<readonly string[], Map<string, 'all' | 'none' | 'some'>>();
  return (globs: readonly string[], names: NamePattern) => {
    const of = answers.get(globs) ?? new Map<string, 'all' | 'none' | 'some'>();
    answers.set(globs, of);
    const key = names.after === null ? names.before : `${names.before}*${names.after}`;
    const known = of.get(key);
    if (known !== undefined) return known;
    const each = globs.map((glob) => coverage(glob, names));
    const answer = each.includes('all') ? 'all' : each.includes('some') ? 'some' : 'none';
    of.set(key, answer);
    return answer;
  };
}

/** Every condition that decides whether something applies. */
function conditionsOf(playbook: Playbook, keys: PlaybookKeys): readonly Predicates[] {
  const { when } = playbook.appliesTo;
  const ifs = (keys.rules ?? []).flatMap((rule) => (rule.if === null ? [] : [rule.if]));
  return [...ifs, ...(when === null ? [] : [when]), ...(keys.autoApprove === undefined ? [] : [keys.autoApprove.if])];
}
