import { homePageSizes } from '#domain/home-page-sizes.ts';
import { countOfReader, type ReaderList, requestsOfReader } from '#store/open-requests.ts';
import type { RequestPage } from '#views/home.ts';
import { readNames } from '../names.ts';
import { requestLineOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';

/** From which request on each list is shown. */
export type HomePages = Readonly<Record<ReaderList, number>>;

export const firstPages: HomePages = { forYou: 0, yours: 0 };

/**
 * What waits for the reader and what else they asked for, a page of each, oldest first. However many requests are
 * open, only those of the pages are read.
 */
export async function homeRequests(
  setting: Setting,
  slackUser: string,
  from: HomePages,
): Promise<Readonly<Record<ReaderList, RequestPage>>> {
  const { db, workspaceId } = setting;
  const reader = { person: personOf(setting.playbooks().set.people, slackUser), slackUser };
  const [counts, names] = await Promise.all([countOfReader(db, workspaceId, reader), readNames(setting, db)]);
  const page = async (list: ReaderList): Promise<RequestPage> => {
    const limit = homePageSizes[list];
    const total = counts[list];
    // Where some were decided since, the page that was asked for may be behind the last one.
    const offset = Math.min(from[list], Math.max(0, Math.ceil(total / limit) - 1) * limit);
    const rows = await requestsOfReader(db, workspaceId, reader, { list, offset, limit });
    return { lines: rows.map((row) => requestLineOf(setting, row, names)), offset, total };
  };
  const [forYou, yours] = await Promise.all([page('forYou'), page('yours')]);
  return { forYou, yours };
}
