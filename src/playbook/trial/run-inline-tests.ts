import { own } from '../own.ts';
import type { PlaybookSet } from '../playbook.ts';
import { expectedShape } from '../schema/inline-test.ts';
import type { Verdict } from '../verdict.ts';
import type { InlineTest } from './inline-test.ts';
import { simulate } from './simulate.ts';

/** How one test of a playbook file went; `differences` says what was expected and what came instead. */
export interface InlineTestResult {
  readonly playbook: string;
  readonly path: string;
  readonly name: string;
  readonly passed: boolean;
  readonly differences: readonly string[];
}

/** Runs the `tests` of every playbook (§13). */
export function runInlineTests(set: PlaybookSet): readonly InlineTestResult[] {
  return set.playbooks.flatMap((playbook) =>
    playbook.tests.map((test) => {
      const differences = compared(test, simulate(set, playbook, test).verdict);
      const { name, path } = playbook;
      return { playbook: name, path, name: test.name, passed: differences.length === 0, differences };
    }),
  );
}

function compared(test: InlineTest, verdict: Verdict): readonly string[] {
  const expected = expectedShape.parse(test.expect);
  const onRoute = verdict.rules.filter((rule) => rule.onRoute).flatMap(({ seats }) => seats);
  const pools = Map.groupBy(onRoute, ({ roles }) => roles.join('+'));
  const seats = (pool: string) => pools.get(pool) ?? [];
  const differences: string[] = [];
  const expect = (what: string, wanted: unknown, got: unknown) => {
    if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(got)) return;
    differences.push(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  };
  expect('status', expected.status, verdict.status);
  expect('auto_approved', expected.auto_approved, verdict.autoApproved);
  expect('sampled', expected.sampled, verdict.sampled);
  expect('review_due', expected.review_due, verdict.reviewDue);
  expect('gates', sorted(expected.gates), sorted(verdict.gates.map(({ gate }) => gate)));
  expect('blocked_by', sorted(expected.blocked_by), sorted(verdict.blocks.map(({ person, code }) => person ?? code)));
  for (const [pool, people] of Object.entries(expected.filled ?? {})) {
    const filled = seats(pool).flatMap(({ filledBy }) => (filledBy === null ? [] : [filledBy.person]));
    expect(`filled ${pool}`, sorted(people), sorted(filled));
  }
  for (const [pool, count] of Object.entries(expected.missing ?? {})) {
    expect(`missing ${pool}`, count, seats(pool).filter(({ filledBy }) => filledBy === null).length);
  }
  for (const [person, code] of Object.entries(expected.not_counted ?? {})) {
    expect(`not_counted ${person}`, code, verdict.votesNotCounted.find((vote) => vote.person === person)?.code ?? null);
  }
  const states = Object.fromEntries(verdict.rules.map(({ name, state }) => [name, state]));
  for (const [rule, state] of Object.entries(expected.rules ?? {})) expect(`rule "${rule}"`, state, own(states, rule));
  return differences;
}

function sorted(items: readonly string[] | undefined): readonly string[] | undefined {
  return items === undefined ? undefined : [...new Set(items)].sort();
}
