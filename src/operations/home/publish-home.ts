import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import {
  forgetHome,
  homesOpenedSince,
  noteShownHome,
  type OpenedHome,
  openedHome,
  recordOpenedHome,
  wantHome,
} from '#store/opened-homes.ts';
import type { HomeTab } from '#views/home.ts';
import { delegationsOf } from '../delegations/present-delegations.ts';
import { digestsOf } from '../digest/digests-of.ts';
import type { Setting } from '../setting.ts';
import { statusPage } from '../status/status-page.ts';
import { personOf } from '../who.ts';
import { type HomePages, homeRequests } from './home-requests.ts';

type Publish = (home: HomeTab) => Promise<void>;

/** Opening one draws it anew, so only those are kept up that may still stand open on a screen. */
const keptUpMs = 7 * 86_400_000;

/** Publishes a person's App Home while they wait, on the pages they asked for. */
export async function openHome(setting: Setting, slackUser: string, pages: HomePages, publish: Publish): Promise<void> {
  const { db, workspaceId } = setting;
  const openedAt = new Date(setting.now());
  const home = await recordOpenedHome(db, { workspaceId, slackUser, openedAt, ...pages });
  await publishAsItIs(setting, home, publish);
}

/** Publishes an opened App Home on the pages it was left on, unless it would show what it shows already. */
export async function publishHome(setting: Setting, slackUser: string, publish: Publish): Promise<void> {
  const { db, workspaceId } = setting;
  const home = await openedHome(db, workspaceId, slackUser);
  if (home === null) return;
  try {
    await publishAsItIs(setting, home, publish);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (!error.retryable) await forgetHome(db, workspaceId, slackUser);
    if (error.retryAfterMs === null) throw error;
    await setting.sendJob(db, 'publish-home', { slackUser }, { afterMs: error.retryAfterMs });
  }
}

/** Has every App Home published anew that may still be looked at: at most one job a person waits. */
export async function publishHomes(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  const since = new Date(epochMs(setting.now()) - keptUpMs);
  for (const slackUser of await homesOpenedSince(db, workspaceId, since)) {
    await publishLater(setting, slackUser, { unsure: false });
  }
}

/** Has a person's App Home published anew, where they opened it. */
export async function redrawHome(setting: Setting, slackUser: string): Promise<void> {
  await publishLater(setting, slackUser, { unsure: false });
}

async function publishLater(setting: Setting, slackUser: string, options: { unsure: boolean }): Promise<void> {
  await setting.db.transaction(async (tx) => {
    await wantHome(tx, setting.workspaceId, slackUser, options);
    await setting.sendJob(tx, 'publish-home', { slackUser }, { priority: -1 });
  });
}

/** Slack keeps whatever comes last. What was read before somebody wanted the home anew may be that, so it is published once more. */
async function publishAsItIs(setting: Setting, home: OpenedHome, publish: Publish): Promise<void> {
  const { slackUser } = home;
  const scope = { scope: { kind: 'mine' }, needsAction: false, offset: 0 } as const;
  const person = personOf(setting.playbooks().set.people, slackUser);
  const [requests, status, delegations, digests] = await Promise.all([
    homeRequests(setting, slackUser, home),
    statusPage(setting, slackUser, scope),
    person === null ? null : delegationsOf(setting, person),
    person === null ? [] : digestsOf(setting, { person, slackUser }),
  ]);
  const digest = digestOf({ ...requests, delegations, digests, status: { ...status, now: null } });
  if (digest === home.shown) return;
  // Should the answer be lost, nobody knows what Slack holds.
  if (home.shown !== null) await noteShownHome(setting.db, home, null);
  await publish({ ...requests, delegations, digests, status, now: setting.now() });
  if (!(await noteShownHome(setting.db, home, digest))) await publishLater(setting, slackUser, { unsure: true });
}
