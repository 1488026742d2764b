import type { CostDay, CostLine, CostSlice, CostSource, CostWindow, ResourceCost } from '#domain/cost.ts';
import type { Setting } from '#operations/setting.ts';
import type { FreshDatabase } from './database.ts';

/** A bill that holds just these lines, and what was asked of it. */
export interface HeldBill extends CostSource {
  lines: CostLine[];
  resources: ResourceCost[];
  readonly asked: CostWindow[];
  /** Runs before each reading is answered. */
  before: () => Promise<void> | void;
}

export function heldBill(title = 'Northwind bill'): HeldBill {
  const bill: HeldBill = {
    title,
    lacks: [],
    lines: [],
    resources: [],
    asked: [],
    before: () => {},
    async read(window) {
      bill.asked.push(window);
      await bill.before();
      const within = ({ day }: { readonly day: CostDay }) => day >= window.first && day <= window.last;
      const slice: CostSlice = {
        lines: bill.lines.filter(within),
        resources: bill.resources.filter(within),
        watermark: '2026-11-26T01:00:00.000Z',
      };
      return slice;
    },
    firstDay: async () => bill.lines.map(({ day }) => day).sort()[0] ?? null,
    check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
  };
  return bill;
}

/** A line of usage in euros, labelled with team, model and environment as they are given. */
export function billLine(
  day: CostDay,
  amount: string,
  labels: Readonly<Record<string, string>> = { team: 'fraud', model: 'fraud-scorer' },
  other: Partial<CostLine> = {},
): CostLine {
  return {
    day,
    billingPeriod: day.slice(0, 7),
    provider: 'Google Cloud',
    account: 'A1',
    project: 'ml-prod',
    service: 'Vertex AI',
    sku: 'N1 core',
    region: 'europe-west4',
    category: 'usage',
    labels: Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [key, { value, from: 'resource' as const }]),
    ),
    runBillingId: null,
    currency: 'EUR',
    gross: amount,
    credits: '0',
    billed: amount,
    effective: amount,
    lines: 1,
    ...other,
  };
}

/** Just what the roll-up needs: whatever else it touched would be undefined. */
export function costSetting(
  database: FreshDatabase,
  bill: CostSource,
  world: { now: string; readonly sent: (readonly unknown[])[] },
): Setting {
  const labels = { team: 'team', model: 'model', environment: 'env', owner: 'owner' };
  const org = { zone: 'Europe/Amsterdam', currency: 'EUR', labels, channels: { digest: '#ml-digest' } };
  const part = {
    workspaceId: 'T1',
    db: database.db,
    now: () => world.now,
    playbooks: () => ({ set: { org, models: { models: [] }, people: { people: {}, roles: {} } } }),
    sendJob: async (_: unknown, ...job: readonly unknown[]) => void world.sent.push(job),
    costs: new Map([['bill', bill]]),
    usage: new Map(),
    registries: new Map(),
    pipelines: new Map(),
    drift: { hooks: new Map(), monitors: new Map() },
  };
  return part as unknown as Setting;
}
