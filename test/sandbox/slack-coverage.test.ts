import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { READS, WRITES } from '#sandbox/slack/control-routes.ts';
import { Faults } from '#sandbox/slack/faults.ts';
import { METHODS } from '#sandbox/slack/methods/index.ts';
import { startPretendSlack } from '#sandbox/slack/server.ts';
import { sourceFile, sourceFiles } from '../support/source-files.ts';
import { inMessages, inViews, partsInMessages } from '../views/slack-bounds.ts';
import { ofCalls } from './slack-coverage-calls.ts';
import { ofWhatIsShown } from './slack-coverage-content.ts';
import { towardsTheApp } from './slack-coverage-demands.ts';
import { limits } from './slack-coverage-limits.ts';
import { coveragePage } from './slack-coverage-page.ts';
import * as served from './slack-coverage-served.ts';

const topics = [...towardsTheApp, ...ofCalls, ...ofWhatIsShown];
const sources = sourceFiles().filter(({ path }) => path.startsWith('src/sandbox/slack/'));

/** What the code says somewhere in the pretend Slack, as the groups of a pattern. */
function found(pattern: RegExp, only?: string): readonly string[] {
  const code = sources.filter(({ path }) => only === undefined || path.endsWith(only)).map((file) => file.code);
  return [...new Set(code.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)))].sort();
}

const disconnectReasons = () =>
  found(/type DisconnectReason = ([^;]+);/g, 'socket-mode.ts').flatMap((union) => union.match(/\w+/g) ?? []);

async function actNames(): Promise<readonly string[]> {
  const slack = await startPretendSlack();
  await slack.stop();
  return Object.keys(slack.act);
}

describe('what is served is listed, and what is listed is served', () => {
  test.each<[string, Readonly<Record<string, served.Proof>>, () => readonly string[] | Promise<readonly string[]>]>([
    ['methods', served.servedMethods, () => METHODS.map(({ name }) => name)],
    ['events', served.sentEvents, () => found(/emitEvent\(\w+, \{[^}]*?\btype: '(\w+)'/g)],
    ['interactions', served.sentInteractions, () => found(/interactionStart\(workspace, '(\w+)'/g)],
    ['kinds of delivery', served.deliveries, () => found(/\.deliver\(\{ kind: '(\w+)'/g)],
    ['disconnects', served.disconnects, disconnectReasons],
    [
      'control routes',
      served.controlRoutes,
      () => [
        ...Object.keys(READS).map((name) => `GET ${name}`),
        ...Object.keys(WRITES).map((name) => `POST ${name}`),
        ...found(/name === '(\w+)' && request\.method === 'GET'/g, 'control-routes.ts').map((name) => `GET ${name}`),
      ],
    ],
    ['other paths', served.otherPaths, () => found(/url\.pathname(?:\.startsWith\(| === )'([^']+)'/g, 'server.ts')],
    ['faults', served.faultSwitches, () => Object.keys(new Faults().states())],
    ['single requests', served.singleRequests, () => found(/^ {2}async (\w+)\(/gm, 'wire.ts')],
    ['spoilings', served.spoilings, () => found(/^ {2}readonly (\w+)\?:/gm, 'wire.ts')],
    ['acts', served.acts, actNames],
  ])('%s', async (_what, listed, there) => {
    expect(Object.keys(listed).sort()).toEqual([...(await there())].sort());
  });

  test('each of the twenty rules has its demands', () => {
    expect(topics.map(({ rule }) => rule)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    for (const { rows, title } of topics) expect(rows.length, title).toBeGreaterThan(1);
  });

  test('each bound that is tried on both sides belongs to a row of the limits, and no row names another', () => {
    const tried = [...inMessages, ...partsInMessages, ...inViews].map(({ what }) => what);
    expect(new Set(tried).size).toBe(tried.length);
    expect([...new Set(limits.flatMap(({ bounds = [] }) => bounds))].sort()).toEqual(tried.sort());
    expect(limits.filter(({ bounds, tests }) => bounds === undefined && tests === undefined)).toEqual([]);
  });
});

const files = new Map<string, string>();

/** A test file without its comments. */
function codeOf(file: string): string {
  const path = `test/${file}.test.ts`;
  const known = files.get(file) ?? sourceFile(path, readFileSync(path, 'utf8')).code;
  files.set(file, known);
  return known;
}

/** Whether a file has a test of that title, not merely a group. */
function hasTest(code: string, title: string): boolean {
  const literal = `'${title.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}',`;
  return code
    .split(literal)
    .slice(0, -1)
    .some((before) => /(?:\b(?:test|it)|[\])>])\(\s*$/.test(before));
}

describe('what is listed is proved', () => {
  const proofs: readonly (readonly [file: string, title: string, holds?: string])[] = [
    ...Object.values(served).flatMap((group) => Object.values(group)),
    ...topics.flatMap(({ rows }) => rows.map(([, ...proof]) => proof)),
    ...limits.flatMap(({ tests = [] }) => tests),
  ];

  test('by tests that are there', () => {
    expect(proofs.length).toBeGreaterThan(200);
    const missing = proofs.filter(([file, title]) => !hasTest(codeOf(file), title));
    expect(missing).toEqual([]);
  });

  test('with the cases that are meant', () => {
    const missing = proofs.filter(([file, , holds]) => holds !== undefined && !codeOf(file).includes(holds));
    expect(missing).toEqual([]);
  });

  test('and none of their files skips a test', () => {
    expect(files.size).toBeGreaterThan(12);
    const skipping = [...files].filter(([, code]) =>
      /\b(?:test|it|describe)(?:\.\w+)*\.(?:skip|todo|only|fails|runIf)/.test(code),
    );
    expect(skipping.map(([file]) => file)).toEqual([]);
  });

  test.each([
    ["test('a', () => {", true],
    ["test.each([1])('a', () => {", true],
    ["it.each<[string]>([\n])(\n  'a',\n  () => {", true],
    ["describe('a', () => {", false],
    ["test.skip('a', () => {", false],
    ["expect(b, 'a', c)", false],
  ])('%j has the test: %s', (code, there) => {
    expect(hasTest(code, 'a')).toBe(there);
  });
});

test('docs/pretend-slack.md says what is listed here; UPDATE_GOLDEN=1 writes it', () => {
  const path = 'docs/pretend-slack.md';
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, coveragePage());
  expect(readFileSync(path, 'utf8')).toBe(coveragePage());
});
