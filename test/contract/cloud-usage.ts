import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudUsage, ResourceUsage } from '#domain/cloud-usage.ts';
import { epochMs } from '#domain/instant.ts';

/** A project whose usage can be read; `now` is a moment at the turn of an hour. */
export interface UsagePlace {
  readonly usage: CloudUsage;
  readonly now: number;
  /** Its number is not used yet, or its name is known to be there. */
  readonly has: { readonly endpoint: boolean; readonly notebook: boolean };
  readonly close: () => Promise<void>;
}

const hourMs = 3_600_000;

/** What holds of whatever tells of usage: with what is there, since a real project is read and nothing is made in it. */
export function cloudUsageContract(name: string, open: () => Promise<UsagePlace>): void {
  describe(name, () => {
    let place: UsagePlace;
    let found: readonly ResourceUsage[];
    const window = (hours: number) => ({
      from: new Date(place.now - hours * hourMs).toISOString(),
      to: new Date(place.now).toISOString(),
    });
    beforeAll(async () => {
      place = await open();
      found = await place.usage.read(window(48));
    });
    afterAll(() => place.close());

    it('tells of whole hours within the window, in order, each once', () => {
      for (const { hours } of found) {
        const starts = hours.map(({ hour }) => epochMs(hour));
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
        for (const start of starts) {
          expect(start % hourMs).toBe(place.now % hourMs);
          expect(start).toBeGreaterThanOrEqual(place.now - 48 * hourMs);
          expect(start).toBeLessThan(place.now);
        }
      }
    });

    it('names each resource whole, in its project, and tells deployed versions apart', () => {
      const keys = found.map(({ resource, deployed }) => JSON.stringify([resource, deployed]));
      expect(new Set(keys).size).toBe(keys.length);
      for (const { kind, resource, deployed, project } of found) {
        expect(resource).toMatch(
          /^\/\/[a-z]+\.googleapis\.com\/projects\/[^/]+\/(locations|zones)\/[^/]+\/\w+\/[^/]+$/,
        );
        expect(resource).toContain(`/projects/${project}/`);
        expect(deployed !== null).toBe(kind === 'endpoint');
      }
    });

    it('counts predictions in whole numbers, and the use of machines as shares', () => {
      for (const { kind, hours } of found) {
        for (const { used } of hours) {
          expect(used).toBeGreaterThanOrEqual(0);
          if (kind === 'endpoint') expect(Number.isInteger(used)).toBe(true);
          else expect(used).toBeLessThanOrEqual(2);
        }
      }
    });

    it('sees what is there', () => {
      const kinds = new Set(found.map(({ kind }) => kind));
      if (place.has.endpoint) expect(kinds).toContain('endpoint');
      if (place.has.notebook) expect(kinds).toContain('notebook');
    });

    it('gives a shorter window the same hours', async () => {
      const short = await place.usage.read(window(6));
      for (const one of short) {
        const long = found.find(({ resource, deployed }) => resource === one.resource && deployed === one.deployed);
        const hours = long?.hours.filter(({ hour }) => epochMs(hour) >= place.now - 6 * hourMs);
        // The newest hour of a real project still grows.
        expect(hours?.slice(0, -1)).toEqual(one.hours.slice(0, -1));
      }
    });

    it('finds nothing to mend', async () => {
      expect(await place.usage.check()).toMatchObject({ reachable: true, problems: [] });
    });
  });
}
