import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Population } from '#operations/ledger/population.ts';

const nasty = fc.oneof(
  fc.constantFrom("=cmd|' /C calc'!A0", '+SUM(A1)', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '<!channel>'),
  fc.constantFrom('a,b', 'a"b', 'a\r\n=b', '\u202egnp.exe', 'x'.repeat(10_000)),
  fc.string({ unit: 'binary' }),
);

/** The cells of one CSV, read by its rules (RFC 4180). */
function cells(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}

describe('the population of an export', () => {
  it('D29 holds any name in one cell, and nothing that a spreadsheet would run', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (model, playbook, person) => {
        const population = new Population();
        population.add({
          seq: 1,
          at: '2036-11-26T10:00:00.000Z',
          event: 'request_opened',
          request: 'R-1',
          request_id: 'a',
          actor: { person, slackUser: 'U1', actingFor: null },
          subject: { registry: 'mlflow', model, name: model, version: '7', target: model, digest: 'd' },
          policy: { name: playbook, pinned: 'sha256:0' },
        });
        const [head = [], row = [], ...more] = cells([...population.lines()].join('\r\n'));
        expect(more).toEqual([]);
        expect(row).toHaveLength(head.length);
        expect(row[head.indexOf('model')]?.replace(/^'/, '')).toBe(model.replace(/^'/, ''));
        for (const cell of row) if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/);
      }),
    );
  });
});
