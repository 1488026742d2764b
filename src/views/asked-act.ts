import { setName } from './changed-files.ts';
import { label } from './clean.ts';
import { type RequestFacts, subjectName } from './request-facts.ts';

/** What a request asks for, as a heading says it: `promote fraud-scorer v7 to production`, `retrain churn`. */
export function askedAct(facts: RequestFacts): string {
  const subject = subjectName(facts);
  const target = label(facts.target, 40);
  if (facts.change !== undefined) return `bring ${setName(facts.change.to)} into force`;
  if (facts.retraining !== undefined) return `retrain ${label(facts.model, 60)}`;
  if (facts.silence !== undefined) return `silence ${label(facts.silence.alert, 12)} of ${label(facts.model, 60)}`;
  if (facts.keeps === true) return `keep ${subject} as ${target}`;
  return facts.rollback === true ? `roll ${target} back to ${subject}` : `promote ${subject} to ${target}`;
}
