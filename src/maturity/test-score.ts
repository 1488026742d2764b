import type { SignalReading } from '#domain/maturity.ts';
import type { RubricEvidence } from '#domain/maturity-training.ts';
import { type RubricSection, type RubricTest, rubricSections, rubricTests, rubricVersion } from './rubric.ts';
import { recordsOf, type Scope, withinDays } from './scope.ts';

/** Points of one test with what earned them. */
interface TestPoints {
  readonly test: RubricTest;
  readonly points: 0 | 0.5 | 1;
  readonly because: string;
  readonly evidence: readonly string[];
  /** What people said of it and still counts, oldest first; also where a machine shows more. */
  readonly said: readonly RubricEvidence[];
}

/** The score of 2017: the least of the four sums, in half-open bands. */
export interface TestScore {
  readonly rubricVersion: string;
  readonly sums: Readonly<Record<RubricSection, number>>;
  readonly score: number;
  readonly meaning: string;
  readonly tests: readonly TestPoints[];
}

const automatedDays = 90;
/** For how long a test that was done by hand counts. */
export const byHandDays = 180;

/** What records show of the 28 tests of a scope. A test that is not known earns nothing and says so. */
export function testScore(readings: readonly SignalReading[], scope: Scope): TestScore {
  const tests = rubricTests.map((test) => pointsOf(test, readings, scope));
  const sumOf = (section: RubricSection) =>
    tests.filter(({ test }) => test.section === section).reduce((sum, { points }) => sum + points, 0);
  const sums = {
    data: sumOf('data'),
    model: sumOf('model'),
    infrastructure: sumOf('infrastructure'),
    monitoring: sumOf('monitoring'),
  };
  const score = Math.min(...rubricSections.map((section) => sums[section]));
  return { rubricVersion, sums, score, meaning: meaningOf(score), tests };
}

/** What a score means; each band holds its upper end and not its lower. */
export function meaningOf(score: number): string {
  if (score <= 0) return 'an experiment, not a product';
  if (score <= 1) return 'some testing; serious holes in reliability are likely';
  if (score <= 2) return 'a first pass at production';
  if (score <= 3) return 'reasonably tested; more could be automated';
  if (score <= 5) return 'strong automation, fit for what is critical';
  return 'exceptional';
}

function pointsOf(test: RubricTest, readings: readonly SignalReading[], scope: Scope): TestPoints {
  const records = recordsOf(scope.facts, 'rubric').filter((record) => record.test === test.id);
  const written = newestOfEach(
    records.filter(({ automated, url, at }) => !automated && url !== null && withinDays(at, byHandDays, scope.nowMs)),
  );
  const said = written.filter(({ person }) => person !== null);
  const shown = readings.find(
    (reading) =>
      test.signals.includes(reading.signal) &&
      reading.state === 'known' &&
      reading.provenance === 'machine' &&
      (reading.grade === 'evidenced' || reading.grade === 'verified'),
  );
  if (shown !== undefined) {
    return { test, points: 1, because: `Signal ${shown.signal} shows it.`, evidence: [], said };
  }
  const automated = newestFirst(records.filter((record) => record.automated));
  const recent = automated.filter(({ at }) => withinDays(at, automatedDays, scope.nowMs));
  const green = recent.filter((record) => record.green);
  // The last run decides, and one run is not yet repeated.
  if (recent[0]?.green === true && green.length >= 2) {
    return { test, points: 1, because: 'It runs by itself and is green.', evidence: idsOf(green), said };
  }
  const byHand = newestOfEach(records.filter(({ url, at }) => url !== null && withinDays(at, byHandDays, scope.nowMs)));
  const none = { test, points: 0, evidence: [], said } as const;
  if (byHand.some((record) => record.green) && recent[0]?.green !== false) {
    if (!byHand.every((record) => record.green)) return { ...none, because: 'People disagree about it.' };
    return { test, points: 0.5, because: 'It was done and written down.', evidence: idsOf(byHand), said };
  }
  if (records.length > 0) return { ...none, because: 'It is red, too old, or not written down.' };
  const observed = scope.facts.rubric;
  return { ...none, because: observed.known ? 'Nothing shows it.' : observed.because };
}

/** The newest of each person, and of machines; oldest first. */
function newestOfEach(records: readonly RubricEvidence[]): readonly RubricEvidence[] {
  const bySource = Map.groupBy(newestFirst(records), ({ person }) => person);
  return newestFirst([...bySource.values()].flatMap((of) => of.slice(0, 1))).toReversed();
}

function newestFirst(records: readonly RubricEvidence[]): readonly RubricEvidence[] {
  return records.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function idsOf(records: readonly RubricEvidence[]): readonly string[] {
  return records.map(({ id }) => id);
}
