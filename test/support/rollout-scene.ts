import { addEndpoint } from '#sandbox/vertex/endpoints.ts';
import { outside } from '#sandbox/vertex/outside.ts';
import type { World } from '#sandbox/vertex/route.ts';
import type { PretendVertex } from '#sandbox/vertex/server.ts';
import { type PlaybooksFolder, playbooksFolder } from './playbooks-folder.ts';

export const endpoint = '7001';
export const why = 'looked at the evidence, it is fine';

const playbook = (steps: string) => `playbook: 1
name: Site search to production
owner: ml-platform
applies_to: {action: [promote, rollback], registry: vertex, models: ["search/*"], to: production}
evidence:
  - {id: quality, title: Ranks as well as before, check: {metric: ndcg, op: ">=", of: champion, tolerance: 0.01}}
rules:
  - {name: A colleague agrees, needs: {people: {from: recs-ml}, evidence: all}}
block: {by: [recs-ml, product]}
timing:
  freeze: [{name: Stocktaking, zone: Europe/Amsterdam, from: "2036-11-26T15:00", to: "2036-11-27T09:00"}]
after_approval:
  rollout: [${steps}]
`;

const inSteps =
  '{traffic: 10%, for: 2h, stop_if: {metric: {error_rate: {op: ">", value: 1}}}}, {traffic: 50%, for: 1h}, {traffic: 100%}';

/** A site search on Vertex AI: v1 is production and has all the traffic of an endpoint, v2 ranks a little better. */
export function seedRollout(world: World): void {
  const there = outside(
    () => world,
    (change) => change(world),
  );
  for (const ndcg of [0.41, 0.42]) {
    const version = there.addVersion('site-search', { aliases: [], displayName: 'Site search' });
    there.evaluate('site-search', version, { metrics: { ndcg, error_rate: 0.1 } });
  }
  there.moveAlias('site-search', 'production', '1');
  addEndpoint(world, 'search-eu', endpoint);
  there.deploy(endpoint, 'site-search', '1', '111');
}

/** The shipped playbooks, with the site search and its steps; `more` is what its catalogue entry says besides. */
export async function rolloutPlaybooks(
  steps: string = inSteps,
  more = `, endpoint: "${endpoint}"`,
): Promise<PlaybooksFolder> {
  const folder = await playbooksFolder();
  await folder.write('promotion-site.yaml', playbook(steps));
  const entry = `{id: search/site, in: {vertex: site-search}, team: search, owner: rosa, criticality: low, data_class: [anonymous]${more}}`;
  await folder.edit('models.yaml', 'models:\n', `models:\n  - ${entry}\n`);
  return folder;
}

/** What Vertex AI shows of the site search, and what somebody's monitoring says of its new version. */
export function rolloutOutside(vertex: () => PretendVertex) {
  const row = () => vertex().outside.endpoint(endpoint);
  return {
    /** Percent by version, as `{v1: 90, v2: 10}`. */
    served: () => {
      const seen = row();
      const version = (id: string) => `v${seen?.deployed.find((one) => one.id === id)?.version}`;
      return Object.fromEntries(Object.entries(seen?.traffic ?? {}).map(([id, share]) => [version(id), share]));
    },
    newest: () => row()?.deployed.at(-1)?.id ?? '',
    deployed: () => row()?.deployed.map(({ version }) => version) ?? [],
    production: () =>
      vertex()
        .outside.model('site-search')
        ?.versions.find(({ aliases }) => aliases.includes('production'))?.version,
    reports: (error_rate: number) => vertex().outside.evaluate('site-search', '2', { metrics: { error_rate } }),
  };
}
