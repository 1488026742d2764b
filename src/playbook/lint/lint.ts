import type { ParsedFile } from '../load/parse-file.ts';
import type { PlaybookSet } from '../playbook.ts';
import { alwaysAsked, rulesApply } from './always-asked.ts';
import { autoApprovalIfs } from './auto-approval-ifs.ts';
import type { LintFinding } from './finding.ts';
import { governedOnce, governsSomething } from './governed-once.ts';
import { catalogueScopes, outsideScopes } from './scopes.ts';
import { shadowedModels } from './shadowed-models.ts';
import { lintSubject } from './subject.ts';
import { unusedNames } from './unused-names.ts';

/**
 * Looks at a set that loads for what it cannot mean (§13), in order of file, line and column. What it says can never
 * happen is proved for every model of the catalogue and those outside it, whatever is not known beforehand.
 */
export function lintPlaybooks(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>): readonly LintFinding[] {
  const subject = lintSubject(set, files);
  const catalogue = catalogueScopes(set, subject.governing);
  const outside = outsideScopes(set, subject.governing);
  const scopes = [...catalogue, ...outside];
  return [
    ...governedOnce(subject, catalogue, outside),
    ...governsSomething(subject, scopes),
    ...shadowedModels(subject),
    ...alwaysAsked(subject, scopes),
    ...rulesApply(subject, scopes),
    ...autoApprovalIfs(subject, scopes),
    ...unusedNames(subject),
  ].sort(inOrder);
}

function inOrder(a: LintFinding, b: LintFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.sentence < b.sentence ? -1 : 1);
}
