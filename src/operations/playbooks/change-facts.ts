import type { Digest } from '#domain/digest.ts';
import type { Facts } from '#playbook/facts.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import type { Actor } from '../actor.ts';
import { readOwnFacts } from '../own-facts.ts';
import type { Setting } from '../setting.ts';
import { playbooksSubject, setsAsSubject } from './playbook-change.ts';

/** What a change of the playbooks is judged by: its two sets, and people and roles as the set in force has them. */
export async function changeFacts(
  setting: Setting,
  ask: {
    readonly id: string;
    readonly requester: Actor;
    readonly reason: string;
    /** Of the changed set. */
    readonly digest: Digest;
  },
): Promise<Facts> {
  const current = setting.playbooks();
  const unread = (what: string) => ({ unknown: `A change of the playbooks has no ${what}.` });
  const own = await readOwnFacts(setting.db, setting, current.set, null, { ...playbooksSubject, id: ask.id });
  return {
    ...own,
    ...setsAsSubject(current, ask.digest, await inForceSince(setting)),
    action: playbooksSubject.action,
    registry: playbooksSubject.registry,
    model: playbooksSubject.model,
    from: null,
    target: playbooksSubject.target,
    openedAt: setting.now(),
    reason: ask.reason.trim(),
    candidateCreatedAt: unread('date of making'),
    dataAsOf: unread('training data'),
    requester: { person: ask.requester.person, kind: 'person' },
    runOwner: null,
    contributors: [],
    metrics: { candidate: unread('metrics'), champion: unread('metrics'), baseline: unread('metrics') },
    pipelines: {},
    tags: unread('tags'),
    progress: { approvedAt: null, deadline: null },
  };
}

async function inForceSince(setting: Setting): Promise<string | null> {
  const row = await currentPlaybooks(setting.db, setting.workspaceId);
  return row?.digest === setting.playbooks().digest ? row.activatedAt.toISOString() : null;
}
