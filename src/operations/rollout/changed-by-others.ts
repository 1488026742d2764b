import type { ServingEndpoint } from '#domain/endpoint.ts';

/** Says that the traffic of an endpoint is not what we set, and what it is. */
export function changedByOthers({ title, traffic, deployed }: ServingEndpoint): string {
  const shares = Object.entries(traffic).map(([id, share]) => {
    const version = deployed.find((one) => one.id === id)?.version;
    return `${share}% on ${version === undefined ? `deployment ${id}` : `v${version}`}`;
  });
  return `Somebody else changed the traffic of ${title}: ${shares.length === 0 ? 'none' : shares.join(', ')}.`;
}

/** Says that an alias is not where it was when the rollout began; `holder` is the version that has it, null for none. */
export function aliasMoved(target: string, holder: string | null): string {
  return `Somebody moved ${target} meanwhile: it is ${holder === null ? 'gone' : `v${holder}`} now.`;
}
