import {
  type EntityJson,
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { approvalsFrom, type Engine, freeze, type PolicyName, type PromotionCase, rolesOf } from './promotion-case.ts';

const goodEnough = 'context.auc.greaterThanOrEqual(decimal("0.8"))';

const veto = `forbid (principal, action == Action::"promote", resource)
when { context has blocker && context.blocker in Role::"risk" };
`;

const oneApprover = `${veto}permit (principal, action == Action::"promote", resource)
when { ${goodEnough} && context.approvals.risk >= 1 };
`;

const twoRoles = (also: string) => `${veto}permit (principal in Role::"ml", action == Action::"promote", resource)
when { ${goodEnough} && context.approvals.ml >= 1 && context.approvals.risk >= 2${also} };
`;

const frozen = `forbid (principal, action == Action::"promote", resource)
when { context.now >= datetime("${freeze.from}") && context.now < datetime("${freeze.to}") };
`;

const texts: Readonly<Record<PolicyName, string>> = {
  'one approver': oneApprover,
  automatic: `${oneApprover}permit (principal, action == Action::"promote", resource)
when { ${goodEnough} && ["low", "medium"].contains(resource.criticality) };
`,
  'two roles': twoRoles(''),
  frozen: `${twoRoles('')}${frozen}`,
  'legal too': `${twoRoles(' && (resource.criticality != "high" || context.approvals.legal >= 1)')}${frozen}`,
};

/** Policies as Cedar's text, parsed once and kept by the engine, with the entities that a request touches. */
export const cedar: Engine = {
  name: 'Cedar',
  prepare: (name) => {
    const parsed = preparsePolicySet(name, { staticPolicies: texts[name] });
    if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
    return (request) => {
      const call = callOf(name, request);
      return () => {
        const answer = statefulIsAuthorized(call);
        if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('\n'));
        const { decision, diagnostics } = answer.response;
        if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
        return decision === 'allow';
      };
    };
  },
};

function callOf(preparsedPolicySetId: PolicyName, request: PromotionCase): StatefulAuthorizationCall {
  const { auc, blocker, criticality, now, requester } = request;
  const model = { type: 'Model', id: 'fraud/scorer' };
  const people = blocker === null || blocker === requester ? [requester] : [requester, blocker];
  return {
    principal: user(requester),
    action: { type: 'Action', id: 'promote' },
    resource: model,
    context: {
      auc: { __extn: { fn: 'decimal', arg: auc.toFixed(4) } },
      now: { __extn: { fn: 'datetime', arg: now } },
      approvals: {
        ml: approvalsFrom(request, 'ml'),
        risk: approvalsFrom(request, 'risk'),
        legal: approvalsFrom(request, 'legal'),
      },
      ...(blocker === null ? {} : { blocker: { __entity: user(blocker) } }),
    },
    preparsedPolicySetId,
    entities: [...people.map(personEntity), { uid: model, attrs: { criticality }, parents: [] }],
  };
}

function personEntity(person: string): EntityJson {
  return { uid: user(person), attrs: {}, parents: rolesOf(person).map((id) => ({ type: 'Role', id })) };
}

function user(id: string) {
  return { type: 'User', id };
}
