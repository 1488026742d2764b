import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { roleName } from '#domain/role-name.ts';
import { type LoadedPlaybooks, loadPlaybooks, type PlaybookFile } from '#playbook/load/load.ts';
import type { Playbook } from '#playbook/playbook.ts';
import { pageMarkdown } from '#playbook/render/markdown.ts';
import { policyPage } from '#playbook/render/policy-page.ts';
import { runInlineTests } from '#playbook/trial/run-inline-tests.ts';

const guide = readFileSync('docs/playbooks.md', 'utf8');
const blocks = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
const sharedName = (text: string) => /^# (org|people|models|capabilities)\.yaml\n/.exec(text)?.[1];

/** The files that the guide itself shows first. */
const shared: readonly PlaybookFile[] = blocks.flatMap((text) => {
  const name = sharedName(text);
  return name === undefined ? [] : [{ path: `playbooks/${name}.yaml`, text }];
});
const additions = blocks.filter((text) => text.startsWith('# org.yaml, '));
const playbooks = blocks.filter((text) => sharedName(text) === undefined && !additions.includes(text));

const governing = playbooks.filter((text) => !text.includes('\nabstract: true\n'));

const nameOf = (text: string) => /^name: (.*)$/m.exec(text)?.[1];

/** Every problem of one playbook of the guide, loaded with its shared files and what it builds on. */
function load(text: string): LoadedPlaybooks {
  const above = /^extends: (.*)$/m.exec(text)?.[1];
  const parents = playbooks.filter((other) => above !== undefined && nameOf(other) === above);
  const files = [...parents, text].map((one, at) => ({ path: `playbooks/guide-${at}.yaml`, text: one }));
  return loadPlaybooks([...shared, ...files]);
}

describe('docs/playbooks.md', () => {
  it('shows the shared files and several playbooks', () => {
    expect(shared.map(({ path }) => path)).toEqual(
      ['org', 'people', 'models', 'capabilities'].map((name) => `playbooks/${name}.yaml`),
    );
    expect(playbooks.length).toBeGreaterThan(3);
  });

  it.each(governing.map((text) => [nameOf(text), text] as const))(
    'shows a playbook that loads, and whose tests pass: %s',
    (_, text) => {
      const loaded = load(text);
      expect(loaded.ok ? [] : loaded.problems).toEqual([]);
      if (!loaded.ok) return;
      const results = runInlineTests(loaded.set);
      expect(results.length).toBeGreaterThan(0);
      expect(results.flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`))).toEqual([]);
    },
  );

  it('shows keys of org.yaml that load beside the rest', () => {
    expect(additions.length).toBeGreaterThan(0);
    for (const addition of additions) {
      const files = shared.map((file) =>
        file.path.endsWith('org.yaml') ? { ...file, text: `${file.text}${addition}` } : file,
      );
      const loaded = loadPlaybooks([...files, { path: 'playbooks/guide.yaml', text: playbooks[0] ?? '' }]);
      expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    }
  });

  it('shows what render really prints', () => {
    const loaded = load(playbooks.find((text) => text.includes('name: Home page models to production')) ?? '');
    expect(loaded.ok).toBe(true);
    if (!loaded.ok) return;
    const [playbook] = loaded.set.playbooks;
    const page = policyPage(loaded.set, playbook as Playbook, { person: (id) => id, roles: roleName });
    const [, shown = ''] = /^```markdown\n([\s\S]*?)^```/m.exec(guide) ?? [];
    expect(shown).toMatch(/^## This is approved when …/);
    expect(pageMarkdown(page)).toContain(shown.trimEnd());
  });

  it('shows a first playbook of twelve lines', () => {
    expect(playbooks[0]?.trimEnd().split('\n')).toHaveLength(12);
  });
});
