import { UpstreamError } from '#errors.ts';
import type { ModelRow } from '#store/models.ts';
import type { Setting } from './setting.ts';

/** A version as a picker offers it. */
export interface OfferedVersion {
  readonly version: string;
  readonly description: string;
  readonly aliases: readonly string[];
}

/** Within Slack's three seconds for the options of a picker, with room for the way back. */
const patienceMs = 1_800;

/**
 * The newest versions of a model whose number or description contains `text`. If the registry does not answer in time,
 * those that were last seen: the newest and the ones with an alias.
 */
export async function searchVersions(
  setting: Setting,
  model: ModelRow,
  text: string,
  limit: number,
): Promise<readonly OfferedVersion[]> {
  const registry = setting.registries.get(model.registry);
  const aliasesOf = (version: string) =>
    Object.entries(model.aliases).flatMap(([alias, holder]) => (holder === version ? [alias] : []));
  const wanted = text.trim().replace(/^v/, '').toLowerCase();
  try {
    const page = await inTime(registry?.listVersions(model.name, { limit: 200 }));
    const versions = page.items.map(({ version, description }) => ({
      version,
      description,
      aliases: aliasesOf(version),
    }));
    return versions
      .filter(
        ({ version, description, aliases }) =>
          version.startsWith(wanted) ||
          description.toLowerCase().includes(wanted) ||
          aliases.some((alias) => alias.includes(wanted)),
      )
      .slice(0, limit);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const known = [...(model.latestVersion === null ? [] : [model.latestVersion]), ...Object.values(model.aliases)];
    return [...new Set(known)]
      .sort((a, b) => Number(b) - Number(a))
      .filter((version) => version.startsWith(wanted))
      .map((version) => ({ version, description: '', aliases: aliasesOf(version) }));
  }
}

async function inTime<T>(work: Promise<T> | undefined): Promise<T> {
  const late = new UpstreamError('the registry', 'The registry did not answer in time.', { retryable: true });
  if (work === undefined) throw late;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(late), patienceMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
