import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const pages = globSync(['*.md', 'docs/**/*.md']).sort();

describe('the pages', () => {
  it('are there', () => {
    expect(pages.length).toBeGreaterThan(15);
  });

  it.each(pages)('%s links only to what exists', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)?(#[^)\s]+)?\)/g)];
    const broken = links.flatMap(([, path, anchor]) => {
      const file = path === undefined ? page : join(dirname(page), path);
      if (!existsSync(file)) return [path];
      return anchor === undefined || anchorsOf(read(file)).includes(anchor) ? [] : [`${file}${anchor}`];
    });
    expect(broken).toEqual([]);
  });

  it('README starts with the two commands, each on a line of its own', () => {
    const lines = read('README.md').split('\n');
    expect(lines).toContain('npm ci && npm run demo');
    expect(lines).toContain('npm ci && npm test');
  });

  it("README's playbook loads and its test passes", () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
    const shared = ['org.yaml', 'people.yaml', 'models.yaml'].map((name) => ({
      path: `playbooks/${name}`,
      text: read(`playbooks/${name}`),
    }));
    const loaded = loadPlaybooks([...shared, { path: 'README.md', text }]);
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    if (!loaded.ok) return;
    const results = runInlineTests(loaded.set);
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
    expect(results).toHaveLength(1);
  });
});

function anchorsOf(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return headings.map(
    (heading) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-')}`,
  );
}

describe('the decisions', () => {
  const decisions = globSync('docs/decisions/*.md').sort();

  it('are numbered without a gap', () => {
    const numbers = decisions.map((path) => Number(/(\d{3})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it.each(decisions.filter((path) => !path.includes('007')))(
    '%s names choice, alternatives, cost and when to revisit',
    (path) => {
      for (const part of ['**Choice.**', '**Alternatives.**', '**Cost.**', '**Revisit**']) {
        expect(read(path)).toContain(part);
      }
    },
  );

  it('give a sentence to every dependency, and to no other', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
    const used = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    const rows = [...read('docs/decisions/007-dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
    expect(used.length).toBeGreaterThan(20);
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set(used));
    expect(rows).toHaveLength(used.length);
    for (const [, name, why = ''] of rows) expect(why, name).toMatch(/^[A-Z].*\.$/);
  });
});
