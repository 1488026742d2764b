import { decimal, decimalText, divide, multiply } from '#domain/decimal.ts';
import type { PretendService, PretendSku } from './pretend-sku.ts';

/** Regions, the places by which descriptions call them, and how much dearer they are; the factors are made up. */
const regions = [
  { region: 'us-central1', americas: 'Americas', city: 'Iowa', factor: '1' },
  { region: 'europe-west1', americas: 'Belgium', city: 'Belgium', factor: '1.1' },
  { region: 'europe-west4', americas: 'Netherlands', city: 'Netherlands', factor: '1.101' },
] as const;

/** Dollars for an hour, near what Google asks in Iowa; memory by the GiB. */
const families = [
  { named: 'E2', cpu: '0.02181159', memory: '0.00292353' },
  { named: 'N1 Predefined', cpu: '0.031611', memory: '0.004237' },
  { named: 'N2', cpu: '0.031611', memory: '0.004237' },
  { named: 'N2D AMD', cpu: '0.027502', memory: '0.003686' },
  { named: 'G2', cpu: '0.024988', memory: '0.002927' },
  { named: 'A2', cpu: '0.031611', memory: '0.004237' },
] as const;

const accelerators = [
  { named: 'Nvidia Tesla T4', usd: '0.35' },
  { named: 'Nvidia L4', usd: '0.56004' },
  { named: 'Nvidia Tesla A100', usd: '2.933908' },
] as const;

/** What custom jobs cost more than the machines they run on; the fee is in their SKUs. */
const managed = '1.15';

/** Compute Engine and Vertex AI as the catalogue lists them, with the SKUs that must not be taken for theirs. */
export function machineServices(): readonly PretendService[] {
  return [
    { id: '6F81-5844-456A', title: 'Compute Engine', skus: regions.flatMap(computeSkus) },
    { id: 'C7E2-9256-1C43', title: 'Vertex AI', skus: regions.flatMap(trainingSkus) },
    { id: '95FF-2EF5-5EA1', title: 'Cloud Storage', skus: [] },
  ];
}

type Region = (typeof regions)[number];

function computeSkus({ region, americas, factor }: Region): readonly PretendSku[] {
  const at = (usd: string) => times(usd, factor);
  const sold = { regions: [region], resourceFamily: 'Compute', usageType: 'OnDemand' };
  const spot = { ...sold, usageType: 'Preemptible' };
  return [
    ...families.flatMap(({ named, cpu, memory }) => [
      sku({
        ...sold,
        resourceGroup: 'CPU',
        description: `${named} Instance Core running in ${americas}`,
        usd: at(cpu),
      }),
      gib({ ...sold, description: `${named} Instance Ram running in ${americas}`, usd: at(memory) }),
      sku({
        ...spot,
        resourceGroup: 'CPU',
        description: `Spot Preemptible ${named} Instance Core running in ${americas}`,
        usd: times(at(cpu), '0.3'),
      }),
      gib({
        ...spot,
        description: `Spot Preemptible ${named} Instance Ram running in ${americas}`,
        usd: times(at(memory), '0.3'),
      }),
    ]),
    sku({
      ...sold,
      resourceGroup: 'CPU',
      description: `N2 Custom Instance Core running in ${americas}`,
      usd: at('0.033'),
    }),
    sku({
      ...sold,
      resourceGroup: 'CPU',
      usageType: 'Commit1Yr',
      description: `Commitment v1: N2 Cpu in ${americas} for 1 Year`,
      usd: at('0.019915'),
    }),
    ...accelerators.map(({ named, usd }) =>
      sku({ ...sold, resourceGroup: 'GPU', description: `${named} GPU running in ${americas}`, usd: at(usd) }),
    ),
  ];
}

function trainingSkus({ region, americas, city, factor }: Region): readonly PretendSku[] {
  const at = (usd: string) => times(times(usd, factor), managed);
  const sold = {
    regions: [region],
    resourceFamily: 'ApplicationServices',
    resourceGroup: 'Other',
    usageType: 'OnDemand',
  };
  const training = 'Vertex AI: Training/Pipelines';
  return [
    ...families.flatMap(({ named, cpu, memory }) => [
      sku({ ...sold, description: `${training} on ${named} Instance Core running in ${americas}`, usd: at(cpu) }),
      gib({ ...sold, description: `${training} on ${named} Instance Ram running in ${americas}`, usd: at(memory) }),
      sku({
        ...sold,
        description: `${training} management fee on ${named} Instance Core in ${city}`,
        usd: times(cpu, '0.15'),
      }),
      sku({
        ...sold,
        description: `Vertex AI: Online/Batch Prediction ${named} Instance Core running in ${americas}`,
        usd: at(cpu),
      }),
    ]),
    ...accelerators.map(({ named, usd }) =>
      sku({ ...sold, description: `${training} on ${named.toUpperCase()} in ${city}`, usd: at(usd) }),
    ),
    gib({ ...sold, description: `${training} on SSD backed PD Capacity`, unit: 'GiBy.mo', usd: at('0.17') }),
  ];
}

type Draft = Omit<PretendSku, 'id' | 'unit'> & { readonly unit?: string };

function sku(draft: Draft): PretendSku {
  return { id: idOf(`${draft.description} ${draft.regions.join()}`), unit: 'h', ...draft };
}

function gib(draft: Omit<Draft, 'resourceGroup'>): PretendSku {
  return sku({ unit: 'GiBy.h', resourceGroup: 'RAM', ...draft });
}

/** Three groups of four hexadecimal digits that stay the same for the same text. */
function idOf(text: string): string {
  let hash = 0n;
  for (const character of text) hash = (hash * 1_000_003n + BigInt(character.codePointAt(0) ?? 0)) % 2n ** 48n;
  return (hash.toString(16).toUpperCase().padStart(12, '0').match(/.{4}/g) ?? []).join('-');
}

/** To the billionth of a dollar, as Google's prices are. */
function times(a: string, b: string): string {
  return decimalText(divide(multiply(decimal(a), decimal(b)), 1n, 9));
}
