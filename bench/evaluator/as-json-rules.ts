import { type RuleProperties, Engine as RulesEngine } from 'json-rules-engine';
import { approvalsFrom, type Engine, freeze, type PolicyName, rolesOf } from './promotion-case.ts';

const event = { type: 'allow' };
const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value });
const goodEnough = atLeast('auc', 0.8);
const smallModel = { fact: 'criticality', operator: 'in', value: ['low', 'medium'] };

const noVeto = { fact: 'blocker-roles', operator: 'doesNotContain', value: 'risk' };

const oneApprover: RuleProperties = {
  conditions: { all: [noVeto, goodEnough, atLeast('risk-approvals', 1)] },
  event,
};
const twoRoles = [
  noVeto,
  goodEnough,
  { fact: 'requester-roles', operator: 'contains', value: 'ml' },
  atLeast('ml-approvals', 1),
  atLeast('risk-approvals', 2),
];
const notFrozen = {
  not: {
    all: [atLeast('now', Date.parse(freeze.from)), { fact: 'now', operator: 'lessThan', value: Date.parse(freeze.to) }],
  },
};

const rules: Readonly<Record<PolicyName, readonly RuleProperties[]>> = {
  'one approver': [oneApprover],
  automatic: [oneApprover, { conditions: { all: [noVeto, goodEnough, smallModel] }, event }],
  'two roles': [{ conditions: { all: twoRoles }, event }],
  frozen: [{ conditions: { all: [...twoRoles, notFrozen] }, event }],
  'legal too': [
    {
      conditions: {
        all: [
          ...twoRoles,
          notFrozen,
          { any: [{ fact: 'criticality', operator: 'notEqual', value: 'high' }, atLeast('legal-approvals', 1)] },
        ],
      },
      event,
    },
  ],
};

/** Rules as JSON in an engine that is made once; each run is given its facts. */
export const jsonRules: Engine = {
  name: 'json-rules-engine',
  prepare: (name) => {
    const engine = new RulesEngine([...rules[name]]);
    return (request) => {
      const facts = {
        auc: request.auc,
        criticality: request.criticality,
        now: Date.parse(request.now),
        'requester-roles': rolesOf(request.requester),
        'blocker-roles': request.blocker === null ? [] : rolesOf(request.blocker),
        'ml-approvals': approvalsFrom(request, 'ml'),
        'risk-approvals': approvalsFrom(request, 'risk'),
        'legal-approvals': approvalsFrom(request, 'legal'),
      };
      return async () => (await engine.run(facts)).events.length > 0;
    };
  },
};
