import { describe, expect, it } from 'vitest';
import { changedMatrix } from '#maturity/capability-matrix.ts';
import { needsOf } from '#playbook/change/change-policy.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { setDigest } from '#playbook/portable-set.ts';
import { folder, head } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const file = (changes: string, top = 'owner: ml\nbased_on: reconstructed-1') =>
  `version: 1\n${top}\nchanges: ${changes}\n`;
const cell = '{capability: serving, trait: batch, need: no, note: Others serve for us.}';

function load(text: string | null) {
  return loadPlaybooks(folder(gate, text === null ? {} : { 'capabilities.yaml': text }));
}

function setOf(text: string | null): PlaybookSet {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ sentence }) => sentence).join('\n'));
  return loaded.set;
}

describe('capabilities.yaml', () => {
  it('may be left out, which changes neither the matrix nor what a set is called', () => {
    expect(setOf(null).capabilities).toBeUndefined();
    expect(setDigest(setOf(null))).not.toBe(setDigest(setOf(file('[]'))));
  });

  it('changes cells of the shipped matrix, each with its reason', () => {
    const { capabilities } = setOf(file(`[${cell}]`));
    expect(capabilities).toEqual({
      owner: 'ml',
      basedOn: 'reconstructed-1',
      changes: [{ capability: 'serving', trait: 'batch', need: 'no', note: 'Others serve for us.' }],
    });
    const matrix = changedMatrix(capabilities?.changes ?? []);
    expect(matrix.cells.serving.batch).toEqual({ need: 'no', grade: 'own', note: 'Others serve for us.' });
  });

  it.each([
    [file('[{capability: servng, trait: batch, need: no, note: N}]'), /4:24: .*did you mean "serving"\?/],
    [file('[{capability: serving, trait: batch, need: no}]'), /4:11: "note" is required here; add it/],
    [file(`[${cell}, ${cell}]`), /serving for batch is changed twice; keep one of them/],
    [file('[]', 'owner: nobody\nbased_on: reconstructed-1'), /2:8: there is no role "nobody"/],
    [file('[]', 'owner: ml\nbased_on: reconstructed-0'), /3:11: the shipped matrix is reconstructed-1; look through/],
    [
      file('[]', 'owner: ml\nbased_on: reconstructed-1\nchange: []'),
      /4:1: unknown key "change"; did you mean "changes"\?/,
    ],
  ])('says where a mistake is and what to do', (text, said) => {
    const loaded = load(text);
    const problems = loaded.ok ? [] : loaded.problems.map((one) => `${one.line}:${one.column}: ${one.sentence}`);
    expect(problems.join('\n')).toMatch(said);
  });

  it('is changed with its owner’s consent, and a change of it loosens no request', () => {
    const [before, after] = [setOf(file('[]')), setOf(file(`[${cell}]`))];
    const changes = changesBetween(before, after);
    expect(changes).toMatchObject([
      {
        file: expect.stringMatching(/capabilities\.yaml$/),
        direction: 'neutral',
        sentence: 'Model serving, once it predicts in batches: not needed (Others serve for us.) instead of as shipped',
      },
    ]);
    expect([...needsOf(before, after, changes, []).owners.keys()]).toEqual(['ml']);
    expect(changesBetween(before, setOf(file('[]', 'owner: risk\nbased_on: reconstructed-1')))).toMatchObject([
      { direction: 'looser', disempowers: ['ml'] },
    ]);
  });
});
