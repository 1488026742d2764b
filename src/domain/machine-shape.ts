import type { StepMachine } from './pipeline.ts';

/** A machine of Google Cloud as it is billed: by the hour of each vCPU, of each GiB and of each accelerator. */
export interface MachineShape {
  /** As `n2-standard-8`. */
  readonly name: string;
  /** As `n2`. */
  readonly family: string;
  readonly cpus: number;
  /** GiB. */
  readonly memory: number;
  readonly accelerator: { readonly model: string; readonly count: number } | null;
}

/**
 * Sizes of the predefined families whose memory grows with their vCPUs: GiB for each vCPU, and the numbers of vCPUs.
 * https://cloud.google.com/compute/docs/machine-resource
 */
const grown: Readonly<Record<string, readonly [gibPerCpu: number, sizes: readonly number[]]>> = {
  'e2-standard': [4, [2, 4, 8, 16, 32]],
  'e2-highmem': [8, [2, 4, 8, 16]],
  'e2-highcpu': [1, [2, 4, 8, 16, 32]],
  'n1-standard': [3.75, [1, 2, 4, 8, 16, 32, 64, 96]],
  'n1-highmem': [6.5, [2, 4, 8, 16, 32, 64, 96]],
  'n1-highcpu': [0.9, [2, 4, 8, 16, 32, 64, 96]],
  'n2-standard': [4, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128]],
  'n2-highmem': [8, [2, 4, 8, 16, 32, 48, 64, 80, 96]],
  'n2-highcpu': [1, [2, 4, 8, 16, 32, 48, 64, 80, 96]],
  'n2d-standard': [4, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224]],
  'n2d-highmem': [8, [2, 4, 8, 16, 32, 48, 64, 80, 96]],
  'n2d-highcpu': [1, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224]],
  'n4-standard': [4, [2, 4, 8, 16, 32, 48, 64, 80]],
  'n4-highmem': [8, [2, 4, 8, 16, 32, 48, 64, 80]],
  'n4-highcpu': [2, [2, 4, 8, 16, 32, 48, 64, 80]],
  'c2-standard': [4, [4, 8, 16, 30, 60]],
  'c2d-standard': [4, [2, 4, 8, 16, 32, 56, 112]],
  'c2d-highmem': [8, [2, 4, 8, 16, 32, 56, 112]],
  'c2d-highcpu': [2, [2, 4, 8, 16, 32, 56, 112]],
  'c3-standard': [4, [4, 8, 22, 44, 88, 176]],
  'c3-highmem': [8, [4, 8, 22, 44, 88, 176]],
  'c3-highcpu': [2, [4, 8, 22, 44, 88, 176]],
};

/** Machines that come with accelerators. https://cloud.google.com/compute/docs/gpus */
const accelerated: readonly MachineShape[] = [
  ...[1, 2, 4, 8].map((n) => withAccelerator(`a2-highgpu-${n}g`, 12 * n, 85 * n, 'a100', n)),
  withAccelerator('a2-megagpu-16g', 96, 1360, 'a100', 16),
  ...[1, 2, 4, 8].map((n) => withAccelerator(`a2-ultragpu-${n}g`, 12 * n, 170 * n, 'a100-80gb', n)),
  withAccelerator('a3-highgpu-8g', 208, 1872, 'h100-80gb', 8),
  ...[4, 8, 12, 16, 32].map((cpus) => withAccelerator(`g2-standard-${cpus}`, cpus, cpus * 4, 'l4', 1)),
  withAccelerator('g2-standard-24', 24, 96, 'l4', 2),
  withAccelerator('g2-standard-48', 48, 192, 'l4', 4),
  withAccelerator('g2-standard-96', 96, 384, 'l4', 8),
];

const plain: readonly MachineShape[] = Object.entries(grown).flatMap(([kind, [gibPerCpu, sizes]]) =>
  sizes.map((cpus) => ({
    name: `${kind}-${cpus}`,
    family: kind.slice(0, kind.indexOf('-')),
    cpus,
    memory: Math.round(gibPerCpu * cpus * 100) / 100,
    accelerator: null,
  })),
);

const byName = new Map([...plain, ...accelerated].map((shape) => [shape.name, shape]));

/** Accelerators that are attached to machines of the family N1, and to no other. */
const attachable: ReadonlySet<string> = new Set(['t4', 'p4', 'p100', 'v100']);

/**
 * The model of an accelerator under one name, however an engine or a price list writes it: `NVIDIA_TESLA_T4`,
 * `nvidia-tesla-t4` and `Nvidia Tesla T4 GPU` are `t4`. Null for what names no model of NVIDIA's.
 */
export function acceleratorModel(written: string): string | null {
  const words = written
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (words[0] !== 'nvidia') return null;
  const model = words.filter((word) => word !== 'nvidia' && word !== 'tesla' && word !== 'gpu').join('-');
  return /^[a-z]{1,2}\d+(-\d+gb)?$/.test(model) ? model : null;
}

/**
 * The machine that a step names, with what is attached to it. Null for a type whose size is not known here, as custom
 * and shared-core ones, and for one that cannot have the accelerator.
 */
export function namedShape({ machineType, accelerator }: StepMachine): MachineShape | null {
  const shape = byName.get(machineType ?? '');
  if (shape === undefined) return null;
  if (accelerator === null) return shape;
  const model = acceleratorModel(accelerator.type);
  if (model === null) return null;
  const { count } = accelerator;
  if (shape.accelerator !== null) {
    return shape.accelerator.model === model && shape.accelerator.count === count ? shape : null;
  }
  return shape.family === 'n1' && attachable.has(model) ? { ...shape, accelerator: { model, count } } : null;
}

/**
 * The smallest machine that holds the bare amounts a step asks for: of E2, which is the default of Vertex AI Pipelines,
 * or of the family that its accelerator belongs to. Null where an amount is missing or nothing is large enough.
 * https://cloud.google.com/vertex-ai/docs/pipelines/machine-types
 */
export function fittingShape({ cpus, memory, accelerator }: StepMachine): MachineShape | null {
  if (cpus === null || memory === null) return null;
  const fits = candidates(accelerator)
    .filter((shape) => shape.cpus >= cpus && shape.memory >= memory)
    .sort((a, b) => a.cpus - b.cpus || a.memory - b.memory);
  return fits[0] ?? null;
}

function candidates(wanted: StepMachine['accelerator']): readonly MachineShape[] {
  if (wanted === null) return plain.filter(({ family }) => family === 'e2');
  const model = acceleratorModel(wanted.type);
  if (model === null) return [];
  const { count } = wanted;
  if (attachable.has(model)) {
    return plain.filter(({ family }) => family === 'n1').map((shape) => ({ ...shape, accelerator: { model, count } }));
  }
  return accelerated.filter((shape) => shape.accelerator?.model === model && shape.accelerator.count === count);
}

function withAccelerator(name: string, cpus: number, memory: number, model: string, count: number): MachineShape {
  return { name, family: name.slice(0, 2), cpus, memory, accelerator: { model, count } };
}
