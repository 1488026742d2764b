import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { ConfigError, PlaybookError } from '#errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-render-'));
  cpSync('playbooks', folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: readonly string[]) {
  const lines: string[] = [];
  const withRecord = async () => {
    throw new Error('no database is needed here');
  };
  const exit = await runVerb(['render', ...words], { folder, print: (line) => lines.push(line), withRecord });
  return { exit, text: lines.join('\n') };
}

const titles = (text: string) => [...text.matchAll(/^# (.*)$/gm)].map(([, title]) => title);

describe('countersign playbooks render', () => {
  it('prints a page for every playbook', async () => {
    const { exit, text } = await run();
    expect(exit).toBe(0);
    expect(titles(text)).toContain('Fraud models to production');
    expect(titles(text)).toContain('Rollback to the version before');
    expect(text.match(/^## Signed$/gm)).toHaveLength(titles(text).length);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it.each(['promotion-fraud.yaml', 'promotion-fraud', 'Fraud models to production', 'fraud MODELS to production'])(
    'prints the one that is named %s',
    async (name) => {
      const { text } = await run(...name.split(' '));
      expect(titles(text)).toEqual(['Fraud models to production']);
      expect(text).toContain('1 person from Risk (mei or jon) agrees');
      expect(text).toContain('“Critical models to production”');
    },
  );

  it('gives the same as data', async () => {
    const { exit, text } = await run('promotion-fraud', '--json');
    expect(exit).toBe(0);
    const { pages } = JSON.parse(text) as {
      pages: readonly {
        name: string;
        set: string;
        sections: readonly { id: string; lines: readonly { lead: string }[] }[];
      }[];
    };
    expect(pages.map(({ name }) => name)).toEqual(['Fraud models to production']);
    const rules = pages[0]?.sections.find(({ id }) => id === 'rules')?.lines.map(({ lead }) => lead);
    expect(rules).toContain('Risk has challenged it');
    expect((await run('promotion-fraud')).text).toContain(pages[0]?.set);
  });

  it('offers the nearest name for one there is not', async () => {
    await expect(run('promotion-frad')).rejects.toThrow(
      /^there is no playbook "promotion-frad"\. Did you mean "promotion-fraud"\? There are: .*rollback\.yaml \("Rollback/,
    );
    await expect(run('xyz')).rejects.toThrow(ConfigError);
  });

  it('cannot render a folder that does not load', async () => {
    const file = join(folder, 'rollback.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('owner: risk', 'ownr: risk'));
    await expect(run()).rejects.toThrow(PlaybookError);
    await expect(run()).rejects.toThrow(/rollback\.yaml:4:1: unknown key "ownr"; did you mean "owner"\?/);
  });
});
