import { type Digest, digestOf } from '#domain/digest.ts';
import { catalogueModel } from './catalogue.ts';
import type { Part } from './facts.ts';
import { inherit, parentsOf } from './inherit.ts';
import type { PlaybookKeys } from './keys.ts';
import { own } from './own.ts';
import type { CatalogueModel, EffectivePolicy, Playbook, PlaybookSet, RoleSettings } from './playbook.ts';

const day = 86_400_000;
const digested: readonly Part[] = ['weights', 'signature', 'environment', 'code', 'data', 'config'];

/**
 * The policy that decides about one model: the playbook under its parents and the baseline, the catalogue entry, and
 * every default filled in with the safe value for the model's criticality.
 */
export function effectivePolicy(
  set: PlaybookSet,
  playbook: Playbook,
  model: string,
  registry: string | null = null,
): EffectivePolicy {
  return policyFor(set, playbook, catalogueModel(set.models, model, registry));
}

/** As `effectivePolicy`, with the catalogue entry given. */
export function policyFor(set: PlaybookSet, playbook: Playbook, entry: CatalogueModel | null): EffectivePolicy {
  const above: PlaybookKeys[] = set.org.baseline === null ? [] : [set.org.baseline];
  const keys = [...above, ...parentsOf(set, playbook), playbook].reduce<PlaybookKeys>(inherit, {});
  const high = (entry?.criticality ?? 'critical') === 'critical' || entry?.criticality === 'high';
  const rules = keys.rules ?? [];
  const evidence = keys.evidence ?? [];
  const allEvidence = evidence.map(({ id }) => id);
  const seated = [...new Set(rules.flatMap(({ people }) => people.flatMap(({ from }) => from)))];
  const spelled = (ids: readonly string[] | 'all') => (ids === 'all' ? allEvidence : ids);
  const digestOf = keys.candidate?.digestOf ?? digested;
  const policy: Omit<EffectivePolicy, 'roles'> = {
    name: playbook.name,
    path: playbook.path,
    owner: playbook.owner,
    highCriticality: high,
    appliesTo: playbook.appliesTo,
    candidate: { digestOf, mustBeKnown: keys.candidate?.mustBeKnown ?? (high ? digestOf : ['weights']) },
    rules: rules.map((rule) => ({
      ...rule,
      evidence: spelled(rule.evidence),
      maxAgeMs: rule.maxAgeMs ?? 7 * day,
      reason: rule.reason ?? (high ? 'required' : 'optional'),
    })),
    decision: keys.decision ?? { tree: { all: rules.map(({ name }) => name) } },
    block: {
      by: keys.block?.by ?? seated,
      liftedBy: keys.block?.liftedBy ?? 'same_person',
      alsoWhen: keys.block?.alsoWhen ?? null,
    },
    hold: { by: keys.hold?.by ?? seated },
    timing: {
      freeze: keys.timing?.freeze ?? [],
      waitAfterApprovalMs: keys.timing?.waitAfterApprovalMs ?? 0,
      expiresAfterMs: keys.timing?.expiresAfterMs ?? 7 * day,
      executeWithinMs: keys.timing?.executeWithinMs ?? 7 * day,
    },
    ask: {
      channel: keys.ask?.channel ?? entry?.channel ?? set.org.channels.default,
      first: keys.ask?.first ?? [],
      remindEveryMs: keys.ask?.remindEveryMs ?? day,
      escalate: keys.ask?.escalate ?? [],
      onExpiry: keys.ask?.onExpiry ?? 'expire',
    },
    delegation: {
      allowed: keys.delegation?.allowed ?? true,
      maxDays: keys.delegation?.maxDays ?? 21,
      notFor: keys.delegation?.notFor ?? { criticality: ['critical'] },
    },
    distinct: {
      oneSeatPerPerson: keys.distinct?.oneSeatPerPerson ?? true,
      membership: keys.distinct?.membership ?? 'both',
      joinedAfterOpen: keys.distinct?.joinedAfterOpen ?? (high ? 'ignore' : 'flag'),
      unknownPeople: keys.distinct?.unknownPeople ?? (high ? 'block' : 'flag'),
    },
    autoApprove:
      keys.autoApprove === undefined ? null : { ...keys.autoApprove, evidence: spelled(keys.autoApprove.evidence) },
    breakGlass: keys.breakGlass ?? null,
    afterApproval: {
      set: { alias: keys.afterApproval?.set?.alias ?? null, tags: keys.afterApproval?.set?.tags ?? {} },
      rollout: keys.afterApproval?.rollout ?? [],
      obligations: keys.afterApproval?.obligations ?? [],
      // Absent and not null, so that the digests of policies without it stay what they were.
      ...(keys.afterApproval?.promoteTo === undefined ? {} : { promoteTo: keys.afterApproval.promoteTo }),
    },
    afterRejection: {
      retrain: keys.afterRejection?.retrain ?? 'allowed',
      criteria: keys.afterRejection?.criteria ?? 'required',
      sameCandidate: keys.afterRejection?.sameCandidate ?? 'never',
    },
    onChange: { evidence: keys.onChange?.evidence ?? 'ask_who_cares' },
    evidence: evidence.map((item) => ({ ...item, cares: item.cares ?? seated })),
    alerts: keys.alerts ?? [],
    model: entry,
  };
  return { ...policy, roles: roleSettings(set, policy) };
}

/** The digest votes are tied to (§10.1); where the file lies does not matter. */
export function policyDigest(policy: EffectivePolicy): Digest {
  return digestOf({ ...policy, path: undefined });
}

function roleSettings(set: PlaybookSet, policy: Omit<EffectivePolicy, 'roles'>): Record<string, RoleSettings> {
  const named = new Set([policy.owner, ...policy.block.by, ...policy.hold.by]);
  for (const { people } of policy.rules) for (const { from } of people) for (const role of from) named.add(role);
  if (policy.block.liftedBy !== 'same_person') for (const role of policy.block.liftedBy) named.add(role);
  for (const role of [...(policy.breakGlass?.by ?? []), ...(policy.breakGlass?.review.by ?? [])]) named.add(role);
  for (const role of policy.autoApprove?.sample?.by ?? []) named.add(role);
  const settings: Record<string, RoleSettings> = {};
  for (const id of named) {
    const role = own(set.people.roles, id);
    if (role === undefined) continue;
    for (const excluded of role.excludes) named.add(excluded);
    settings[id] = { minTenureMs: role.minTenureMs, excludes: role.excludes, onEmpty: role.onEmpty };
  }
  return settings;
}
