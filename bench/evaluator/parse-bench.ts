import { globSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { loadPlaybooks, type PlaybookFile } from '#playbook/load/load.ts';
import type { Bench } from '../bench.ts';
import { compare, type Pair } from '../distribution.ts';
import { table } from '../report.ts';
import { root } from '../surroundings.ts';
import { grownFolder } from './grown-folder.ts';

/** Reading a folder of playbooks, all checks included, beside its YAML alone. */
export const parseBench: Bench = {
  name: 'parse',
  summary: 'reading playbooks beside reading their YAML alone',
  run: async ({ closing, quick, say }) => {
    const rounds = quick ? 3 : 30;
    const folders = [
      { id: 'shipped', title: 'the shipped playbooks', files: shippedFolder() },
      { id: 'grown', title: '50 playbooks, 300 models, 100 people', files: grownFolder(50, 300) },
    ];
    const found = [];
    for (const { id, title, files } of folders) {
      say(`Reading ${title}…`);
      const pairs: Pair[] = [];
      for (let round = -3; round < rounds; round += 1) {
        closing.check();
        const countersign = timed(() => load(files));
        const floor = timed(() => files.forEach(({ text }) => parseDocument(text).toJS()));
        if (round >= 0) pairs.push({ countersign, floor });
        await new Promise(setImmediate);
      }
      const kilobytes = files.reduce((sum, { text }) => sum + text.length, 0) / 1_000;
      found.push({ id, title: `${title} (${kilobytes.toFixed(0)} kB)`, unit: 'ms' as const, pairs });
    }
    const lines = found.map(({ pairs, ...line }) => ({ ...line, compared: compare(pairs) }));
    return { text: [table(lines, 'YAML alone')], measured: { rounds, lines, folders: found } };
  },
};

function shippedFolder(): readonly PlaybookFile[] {
  return globSync('playbooks/*.yaml', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(`${root}${path}`, 'utf8'),
  }));
}

function load(files: readonly PlaybookFile[]): void {
  const loaded = loadPlaybooks(files);
  if (!loaded.ok) throw new Error(`the playbooks of the bench do not load: ${loaded.problems[0]?.sentence}`);
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
