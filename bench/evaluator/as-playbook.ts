import { epochMs, instantAt } from '#domain/instant.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { testFacts } from '#playbook/trial/test-facts.ts';
import type { Vote } from '#playbook/vote.ts';
import { type Engine, freeze, type PolicyName, type PromotionCase, roles } from './promotion-case.ts';

const everybody = Object.values(roles).flat();

const shared = {
  'org.yaml': `version: 1
owner: risk
name: A company
zone: UTC
currency: EUR
channels: {default: "#approvals", alarm: "#alarm", digest: "#digest"}
connections: [{id: mlflow, kind: mlflow, url: "http://127.0.0.1:5000"}]
`,
  'people.yaml': `version: 1
owner: risk
people:
${everybody.map((id, i) => `  ${id}: {slack: U0PERSON${i}, email: ${id}@example.com}`).join('\n')}
roles:
${Object.entries(roles)
  .map(([role, members]) => `  ${role}: {people: [${members.join(', ')}]}`)
  .join('\n')}
`,
  'models.yaml': `version: 1
owner: risk
models: [{id: fraud/scorer, in: {mlflow: fraud-scorer}, team: fraud, owner: ml-1, criticality: medium}]
`,
};

const head = `playbook: 1
name: Promotion
owner: risk
applies_to: {action: promote, models: ["**"], to: production}
evidence:
  - {id: quality, title: AUC is at least 0.8, check: {metric: auc, op: ">=", value: 0.8}}
`;

const oneApprover = `${head}block: {by: [risk]}
rules:
  - {name: Risk agrees, needs: {people: {from: risk}, evidence: [quality]}}
`;

const twoRoles = `${head}block: {by: [risk]}
rules:
  - {name: ML asks, needs: {facts: {requester_in: [ml]}}}
  - {name: ML agrees, needs: {people: {from: ml}, evidence: [quality]}}
  - {name: Risk agrees, needs: {people: {from: risk, count: 2}}}
`;

const frozen = `timing:
  freeze: [{name: Year-end, zone: UTC, from: "${freeze.from.slice(0, 16)}", to: "${freeze.to.slice(0, 16)}"}]
`;

const texts: Readonly<Record<PolicyName, string>> = {
  'one approver': oneApprover,
  automatic: `${oneApprover}auto_approve:
  if: {criticality: [low, medium]}
  needs: {evidence: [quality]}
  because: Little depends on it.
`,
  'two roles': twoRoles,
  frozen: `${twoRoles}${frozen}`,
  'legal too': `${twoRoles}  - {name: Legal agrees, if: {criticality: high}, needs: {people: {from: legal}}}
${frozen}`,
};

/** A playbook in a folder of its own; allowed is what is approved and waits for no gate. */
export const countersign: Engine = {
  name: 'Countersign',
  prepare: (name) => {
    const files = Object.entries({ ...shared, 'promotion.yaml': texts[name] });
    const loaded = loadPlaybooks(files.map(([path, text]) => ({ path, text })));
    const playbook = loaded.ok ? loaded.set.playbooks[0] : undefined;
    if (!loaded.ok || playbook === undefined) throw new Error(`the playbook "${name}" does not load`);
    const policy = policyFor(loaded.set, playbook, loaded.set.models.models[0] ?? null);
    const test = { name: '', given: {}, votes: [], at: freeze.from, expect: {} };
    const { facts: harmless } = testFacts(loaded.set, playbook, test);
    return (request) => {
      const facts = factsOf(harmless, request);
      const shown = fingerprints(evaluate(policy, facts, [], request.now).evidence);
      const votes = votesOf(request, facts, shown);
      return () => {
        const { status, gates } = evaluate(policy, facts, votes, request.now);
        return status === 'approved' && gates.length === 0;
      };
    };
  },
};

function factsOf(harmless: Facts, { criticality, auc, requester, now }: PromotionCase): Facts {
  return {
    ...harmless,
    openedAt: instantAt(epochMs(now) - 7_200_000),
    requester: { person: requester, kind: 'person' },
    catalogue: { ...harmless.catalogue, criticality },
    metrics: { ...harmless.metrics, candidate: { auc: { value: auc, asOf: now, producer: 'evaluation' } } },
  };
}

function votesOf({ approvers, blocker, now }: PromotionCase, facts: Facts, shown: Vote['evidence']): readonly Vote[] {
  const vote = (person: string, decision: Vote['decision']): Vote => ({
    person,
    decision,
    actingFor: null,
    reason: 'Compared it with today.',
    at: instantAt(epochMs(now) - 3_600_000),
    subject: facts.subject.digest,
    evidence: shown,
  });
  const approvals = approvers.map((person) => vote(person, 'approve'));
  return blocker === null ? approvals : [...approvals, vote(blocker, 'block')];
}
