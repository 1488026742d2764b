import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { policyFor } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import { lintPlaybooks } from '#playbook/lint/lint.ts';
import { kindOf } from '#playbook/load/file-kinds.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { parseFile } from '#playbook/load/parse-file.ts';
import { collectProblems } from '#playbook/load/problems.ts';
import { readablePart } from '#playbook/load/readable-part.ts';
import { shapeOf } from '#playbook/load/shape-of.ts';
import { capabilities } from '#playbook/schema/capabilities.ts';
import { models } from '#playbook/schema/models.ts';
import { org } from '#playbook/schema/org.ts';
import { people } from '#playbook/schema/people.ts';
import { playbook } from '#playbook/schema/playbook.ts';
import { testFacts, testModel } from '#playbook/trial/test-facts.ts';
import { folder, now } from './company.ts';
import { type Chance, chanceOf, fuzzRun } from './random-numbers.ts';
import {
  mutated,
  randomBytes,
  randomlySpoiled,
  randomPieces,
  randomPlaybook,
  randomStructure,
  shipped,
} from './random-text.ts';

const { count, seed } = fuzzRun(50_000);
const schemas = { org, people, models, capabilities, playbook };

interface File {
  readonly path: string;
  readonly text: string;
}

/** Of a thousand cases, how many are of which kind: a whole folder takes longest to read. */
const kinds: readonly (readonly [number, (chance: Chance) => File | readonly File[]])[] = [
  [440, (chance) => ({ path: chance.one(shipped).path, text: randomBytes(chance) })],
  [457, (chance) => ({ path: chance.one(shipped).path, text: randomPieces(chance) })],
  [25, (chance) => ({ path: chance.one(shipped).path, text: JSON.stringify(randomStructure(chance)) })],
  [25, randomlySpoiled],
  [30, (chance) => changed(chance.one(shipped), chance)],
  [3, (chance) => shipped.map((file) => (chance.yes(0.2) ? changed(file, chance) : file))],
  [20, (chance) => folder(randomPlaybook(chance))],
];

function changed({ path, text }: File, chance: Chance): File {
  return { path, text: mutated(text, chance) };
}

function caseOf(number: number): File | readonly File[] {
  const chance = chanceOf(number);
  let at = chance.below(1000);
  for (const [share, make] of kinds) {
    at -= share;
    if (at < 0) return make(chance);
  }
  return [];
}

/** What is wrong with what came of one file; null for nothing. */
function brokenFile({ path, text }: File): string | null {
  const problems = collectProblems();
  let composed = 0;
  const file = parseFile(path, text, problems, (one) => {
    composed += 1;
    return parseDocument(one, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  });
  if (composed > 1) return 'it was read as YAML twice';
  if (file === null) return problems.any() ? misplaced(problems.sorted(), [{ path, text }]) : 'nothing is said of it';
  const kind = kindOf(path);
  if (shapeOf<unknown>(schemas[kind], kind, file, problems) === null) {
    if (!problems.any()) return 'nothing is said of its shape';
    const part = readablePart<unknown>(schemas[kind], kind, file);
    part?.file.at(['rules', 0, 'needs', 'people', 0, 'from', 0]);
  } else if (problems.any()) return 'it has a shape and problems';
  return misplaced(problems.sorted(), [{ path, text }]);
}

interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly sentence: string;
}

/** A problem that lies outside its file, or says nothing, or is one of very many. */
function misplaced(problems: readonly Problem[], files: readonly File[]): string | null {
  for (const { path, text } of files) {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    const own = problems.filter(({ file }) => file === path);
    if (own.length > 101) return `${own.length} problems of one file`;
    for (const { line, column, code, sentence } of own) {
      const inside = line >= 1 && column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1;
      if (!inside) return `${line}:${column} is outside the file`;
      if (!/^[a-z_0-9]+$/.test(code) || sentence.trim().length < 10) return `[${code}] ${sentence}`;
      if (/undefined|\[object|NaN|Invalid input/.test(sentence) && !/undefined|\[object|NaN|Invalid input/.test(text))
        return sentence;
    }
  }
  return null;
}

const tally = new Map<string, number>();
const note = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);

/** What is wrong with what came of a folder: problems, or a set that can be judged and linted. */
function brokenFolder(files: readonly File[]): string | null {
  const loaded = loadPlaybooks(files);
  note(loaded.ok ? 'loaded' : 'refused');
  if (!loaded.ok) return loaded.problems.length === 0 ? 'nothing is said of it' : misplaced(loaded.problems, files);
  const { set } = loaded;
  for (const one of set.playbooks) {
    const { facts, given } = testFacts(set, one, {
      name: '',
      given: { criticality: 'low' },
      votes: [],
      at: now,
      expect: {},
    });
    const policy = policyFor(set, one, testModel(given, facts));
    const passed = Object.fromEntries(policy.evidence.map(({ id }) => [id, 'passed' as const]));
    const known = { ...facts, assumedEvidence: passed };
    const evidence = fingerprints(evaluate(policy, known, [], now).evidence);
    const votes = Object.keys(set.people.people).map((person) => ({
      person,
      decision: 'approve' as const,
      actingFor: null,
      reason: 'Looks right to me.',
      at: now,
      subject: facts.subject.digest,
      evidence,
    }));
    note(evaluate(policy, known, votes, now).status);
  }
  return misplaced(lintPlaybooks(set, loaded.files), files);
}

describe('any text in a folder of playbooks', () => {
  it(`loads or is refused where it stands (${count} cases)`, { timeout: 600_000 + count * 20 }, () => {
    for (let index = 0; index < count; index += 1) {
      const number = (seed + index) | 0;
      const where = `COUNTERSIGN_FUZZ=1 COUNTERSIGN_FUZZ_SEED=${number} npx vitest run test/playbook/parse-fuzz.test.ts`;
      const files = caseOf(number);
      const wrong = tried(() => ('text' in files ? brokenFile(files) : brokenFolder(files)), where);
      if (wrong !== null)
        throw new Error(`${wrong}: ${where}\n${JSON.stringify('text' in files ? files : files.length)}`);
    }
    if (count < 10_000) return;
    for (const what of ['loaded', 'refused', 'approved', 'waiting', 'blocked']) {
      expect({ what, often: (tally.get(what) ?? 0) > count / 5000 }).toEqual({ what, often: true });
    }
  });
});

function tried(work: () => string | null, where: string): string | null {
  try {
    return work();
  } catch (error) {
    throw new Error(`it threw: ${where}`, { cause: error });
  }
}
