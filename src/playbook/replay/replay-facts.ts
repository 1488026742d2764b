import { epochMs, instantAt } from '#domain/instant.ts';
import { findCatalogueModel } from '../catalogue.ts';
import { catalogueFacts } from '../catalogue-facts.ts';
import { delegationFacts } from '../delegation-facts.ts';
import { type Fact, type Facts, isUnknown, type RoleMember } from '../facts.ts';
import { own } from '../own.ts';
import type { CatalogueModel, PlaybookSet } from '../playbook.ts';
import type { RecordedDecision } from './replay.ts';

/** Before anything that was ever recorded. */
const allAlong = '2000-01-01T00:00:00.000Z';

/** The recorded facts with what the set itself says in place of what an earlier one said. */
export function factsUnder(
  set: PlaybookSet,
  { facts, pinned }: Pick<RecordedDecision, 'facts' | 'pinned'>,
): { readonly facts: Facts; readonly entry: CatalogueModel | null } {
  const entry = findCatalogueModel(set.models, facts.registry, facts.subject.model);
  const listed = catalogueFacts(entry);
  return {
    entry,
    facts: {
      ...facts,
      ...listed,
      model: entry?.id ?? `${facts.registry}/${facts.subject.model}`,
      roles: rolesUnder(set, facts),
      people: peopleUnder(set, facts),
      delegations: [...delegationFacts(set), ...facts.delegations.filter(({ given }) => given === true)],
      progress: { ...facts.progress, deadline: keptDeadline(facts, pinned.timing.expiresAfterMs) },
    },
  };
}

/** Who the set lists is a member since they were recorded as one, else since ever; who it does not list is none. */
function rolesUnder(set: PlaybookSet, facts: Facts): Facts['roles'] {
  return Object.fromEntries(
    Object.entries(set.people.roles).map(([role, { source }]): [string, Fact<readonly RoleMember[]>] => {
      const recorded = own(facts.roles, role);
      if (!('people' in source)) return [role, recorded ?? { unknown: `Nobody told who is in ${role}.` }];
      const spells = recorded === undefined || isUnknown(recorded) ? [] : recorded;
      return [role, source.people.flatMap((person) => spellsOf(person, spells))];
    }),
  );
}

function spellsOf(person: string, recorded: readonly RoleMember[]): readonly RoleMember[] {
  const open = recorded.filter((spell) => spell.person === person && spell.until === null);
  return open.length > 0 ? open : [{ person, since: allAlong, until: null }];
}

/** Slack's word on a person stays as recorded; the set's `active` is its own. */
function peopleUnder(set: PlaybookSet, facts: Facts): Facts['people'] {
  return Object.fromEntries(
    Object.entries(set.people.people).map(([id, { active }]) => {
      const recorded = own(facts.people, id) ?? { active: true, linked: false, kind: 'member' as const };
      return [id, { ...recorded, active: active && recorded.active }];
    }),
  );
}

/** A deadline that was the first one is counted anew by the set's `expires_after`; a later one stays. */
function keptDeadline({ openedAt, progress }: Facts, expiresAfterMs: number): Facts['progress']['deadline'] {
  const first = instantAt(epochMs(openedAt) + expiresAfterMs);
  return progress.approvedAt === null && progress.deadline === first ? null : progress.deadline;
}
