import { type Finding, ok, problemOf } from './finding.ts';

/** Every problem of the configuration, each `VARIABLE is …: fix`. */
export function configurationFindings(problems: readonly string[]): readonly Finding[] {
  return problems.length === 0 ? [ok('The configuration can be read')] : problems.map(problemOf);
}
