import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { judgedAgain, type RecordedDecision, replayDecision } from '#playbook/replay/replay.ts';
import type { Vote } from '#playbook/vote.ts';
import { ballots, knownFacts, policies } from './arbitrary.ts';
import { decision, head, loaded, now, type Scene, scene } from './company.ts';

const one = `${head}rules:\n  - {name: Risk has challenged it, needs: {people: {from: risk}}}\n`;
const two = `${one}  - {name: Product agrees, needs: {people: {from: product}}}\n`;
const measured = (limit: number) => `${head}evidence:
  - {id: quality, title: Quality, check: {metric: auc, op: ">=", value: ${limit}}}
rules:
  - {name: Risk has challenged it, needs: {people: {from: risk}, evidence: [quality]}}
`;

/** The decision as a request under this playbook would leave it in the record. */
function recorded(
  { policy, facts, judge }: Scene,
  votes: readonly Vote[],
  more: Partial<Facts> = {},
): RecordedDecision {
  const all: Facts = { ...facts, ...more };
  const subject = { ...all.subject, model: 'fraud-scorer' };
  const given = { ...all, model: 'fraud/scorer', subject: { ...subject, digest: facts.subject.digest } };
  return { request: 'R-7', pinned: policy, inForce: null, facts: given, votes, at: now, verdict: judge(votes, given) };
}

function outcome(made: RecordedDecision, set: PlaybookSet) {
  const { direction, because, reproduced } = replayDecision(set, made);
  return { direction, because, reproduced };
}

describe('a recorded decision', () => {
  it('is the same under the playbooks it was taken by', () => {
    for (const people of [[], ['risk-1'], ['risk-1', 'product-1']]) {
      const made = scene(two);
      expect(outcome(recorded(made, made.approve(...people)), made.set)).toEqual({
        direction: 'same',
        because: null,
        reproduced: true,
      });
    }
  });

  it('keeps a delegation that was made in Slack, and not one that only an earlier people.yaml said', () => {
    const made = scene(one);
    const votes = made.approve('product-1').map((vote) => ({ ...vote, actingFor: 'risk-1' }));
    const start = new Date(Date.parse(now) - 86_400_000).toISOString();
    const end = new Date(Date.parse(now) + 86_400_000).toISOString();
    const said = { from: 'risk-1', to: 'product-1', roles: ['risk'], start, end };
    const ofSlack = recorded(made, votes, { delegations: [{ ...said, given: true }] });
    expect(ofSlack.verdict.status).toBe('approved');
    expect(outcome(ofSlack, made.set)).toEqual({ direction: 'same', because: null, reproduced: true });
    expect(outcome(recorded(made, votes, { delegations: [said] }), made.set)).toMatchObject({ direction: 'tighter' });
  });

  it('is looser where a rule it waited for is gone, tighter where one is new, and says which', () => {
    const under = scene(two);
    expect(outcome(recorded(under, under.approve('risk-1')), loaded(one))).toEqual({
      direction: 'looser',
      because: '“Product agrees” would no longer be asked.',
      reproduced: true,
    });
    const before = scene(one);
    expect(outcome(recorded(before, before.approve('risk-1')), loaded(two))).toEqual({
      direction: 'tighter',
      because: '“Product agrees” would be asked too: 0 of 1 from product.',
      reproduced: true,
    });
  });

  it('is looser where a limit is lower, since voters would have seen the evidence pass', () => {
    const made = scene(measured(0.9), { assumed: false });
    const auc = { value: 0.85, asOf: null, producer: null };
    const metrics = { candidate: { auc }, champion: null, baseline: null };
    const seen = made.judge([], { metrics }).evidence[0]?.fingerprint ?? '';
    const vote = made.vote('risk-1', { evidence: { quality: seen } });
    const waiting = recorded(made, [vote], { metrics });
    expect(waiting.verdict).toMatchObject({ status: 'waiting', votesNotCounted: [] });
    expect(outcome(waiting, loaded(measured(0.8)))).toMatchObject({ direction: 'looser', reproduced: true });
    const stale = recorded(made, [made.vote('risk-1', { evidence: { quality: 'sha256:older' } })], { metrics });
    expect(outcome(stale, loaded(measured(0.8)))).toMatchObject({ direction: 'same' });
  });

  it('is judged by whom the playbooks list, not by whom they listed', () => {
    const made = scene(one);
    const people = (text: string) => ({ 'people.yaml': text });
    const folder = `version: 1
owner: risk
people:
  ml-1: {slack: U0TEST001, email: ml-1@example.com}
  risk-1: {slack: U0TEST002, email: risk-1@example.com}
roles: {risk: {people: [ml-1]}, platform: {people: [risk-1]}}
`;
    const waiting = recorded(made, made.approve('ml-1'));
    expect(outcome(waiting, loaded(one, people(folder)))).toMatchObject({ direction: 'looser' });
    expect(outcome(recorded(made, made.approve('risk-1')), loaded(one, people(folder)))).toMatchObject({
      direction: 'tighter',
    });
  });

  it('is judged by the catalogue, also where only that changed', () => {
    const high = `${head}rules:
  - {name: Risk has challenged it, needs: {people: {from: risk}}}
  - {name: Legal agrees, if: {criticality: [high, critical]}, needs: {people: {from: legal}}}
`;
    const made = scene(high, { criticality: 'high' });
    const waiting = recorded(made, made.approve('risk-1'));
    const lower = `version: 1
owner: platform
models: [{id: fraud/scorer, in: {mlflow: fraud-scorer}, team: fraud, owner: ml-1, criticality: low}]
`;
    expect(outcome(waiting, made.set)).toMatchObject({ direction: 'same' });
    expect(outcome(waiting, loaded(high, { 'models.yaml': lower }))).toEqual({
      direction: 'looser',
      because: '“Legal agrees” was waiting and would come out otherwise: Does not apply: the criticality is low.',
      reproduced: true,
    });
  });

  it('is approved by nobody where no playbook governs it any more', () => {
    const made = scene(one);
    const set = loaded(one.replace('models: ["**"]', 'models: ["recs/*"]'));
    const approved = recorded(made, made.approve('risk-1'));
    expect(outcome(approved, set)).toMatchObject({
      direction: 'tighter',
      because: expect.stringContaining('No playbook governs a promotion of `fraud/scorer`'),
    });
    expect(outcome(recorded(made, []), set)).toMatchObject({ direction: 'same' });
  });

  it('says so if what was recorded does not follow from the record', () => {
    const made = scene(two);
    const approved = recorded(made, made.approve('risk-1', 'product-1'));
    expect(replayDecision(made.set, approved).reproduced).toBe(true);
    expect(replayDecision(made.set, { ...approved, votes: approved.votes.slice(1) }).reproduced).toBe(false);
    const worded = { ...approved, verdict: { ...approved.verdict, because: 'In other words.' } };
    expect(replayDecision(made.set, worded).reproduced).toBe(true);
  });

  it('names a new freeze, though it changes no approval', () => {
    const made = scene(one);
    const frozen = `${one}timing: {freeze: [{name: Spring, zone: UTC, from: "2026-03-01T00:00", to: "2026-03-09T00:00"}]}\n`;
    expect(outcome(recorded(made, made.approve('risk-1')), loaded(frozen))).toEqual({
      direction: 'same',
      because: 'It would wait: Frozen by "Spring" (UTC).',
      reproduced: true,
    });
  });

  it('keeps a rejection', () => {
    const made = scene(one);
    const rejected = recorded(made, [made.vote('risk-2', decision('reject')), made.vote('risk-1')]);
    expect(outcome(rejected, made.set)).toEqual({ direction: 'same', because: null, reproduced: true });
  });

  it('is judged again to the same bytes, whatever the order of the facts', () => {
    fc.assert(
      fc.property(policies, knownFacts, ballots, (pinned, facts, some) => {
        const votes = some.map((ballot) => ({
          ...ballot,
          reason: 'For good reasons.',
          at: now,
          subject: facts.subject.digest,
          evidence: {},
        }));
        const verdict = evaluate(pinned, facts, votes, now);
        const turned: Facts = Object.assign(
          Object.create(null),
          Object.fromEntries(Object.entries(facts).toReversed()),
        );
        const again = judgedAgain({ request: 'R-1', pinned, inForce: null, facts: turned, votes, at: now, verdict });
        expect(canonicalJson(again)).toBe(canonicalJson(verdict));
      }),
      { numRuns: 100 },
    );
  });
});
