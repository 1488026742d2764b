import { describe, expect, it } from 'vitest';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, models, org } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const withDigest = (text: string, more: Readonly<Record<string, string>> = {}) =>
  folder(gate, { 'org.yaml': `${org}digest: ${text}\n`, ...more });

/** Each problem with its place in `org.yaml`, whose tenth line is the digest's. */
function said(text: string): readonly string[] {
  const result = loadPlaybooks(withDigest(text));
  return result.ok ? [] : result.problems.map(({ line, column, sentence }) => `${line}:${column}: ${sentence}`);
}

describe('the weekly digest in org.yaml', () => {
  it('names what is wrong with its place and the fix', () => {
    expect(said('{time: monday}')).toEqual(['10:16: a weekly time is written "fri 17:00"']);
    expect(said('{zone: CET}')).toEqual(['10:16: a zone is an IANA name, as Europe/Amsterdam, or UTC']);
    expect(said('{teams: {fruad: {off: true}}}')).toEqual(['10:18: there is no team "fruad"; did you mean "fraud"?']);
    expect(said('{leaders: [{id: heads, teams: [all, fraud]}]}')).toEqual([
      '10:40: there is no team "all"; teams are those of models.yaml',
    ]);
    expect(said('{leaders: [{id: heads, teams: all}, {id: heads, teams: fraud}]}')).toEqual([
      '10:50: the group of leaders "heads" is used twice; rename or drop one',
    ]);
    expect(said('{without: [costs]}')[0]).toMatch(/^10:\d+: /);
  });

  it('knows a team by its label where a model has one', () => {
    const labelled = models.replace('criticality: high', 'criticality: high, labels: {team: fraud-ml}');
    const load = (team: string) =>
      loadPlaybooks(withDigest(`{teams: {${team}: {off: true}}}`, { 'models.yaml': labelled })).ok;
    expect([load('fraud-ml'), load('fraud'), load('recs')]).toEqual([true, false, true]);
  });
});
