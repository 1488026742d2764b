import { describe, expect, it } from 'vitest';
import { acceleratorModel, fittingShape, namedShape } from '#domain/machine-shape.ts';
import { machine } from './cost-facts.ts';

describe('the model of an accelerator', () => {
  it.each([
    ['NVIDIA_TESLA_T4', 't4'],
    ['nvidia-tesla-t4', 't4'],
    ['Nvidia Tesla T4 GPU', 't4'],
    ['NVIDIA_TESLA_A100', 'a100'],
    ['NVIDIA_A100_80GB', 'a100-80gb'],
    ['Nvidia Tesla A100 80GB GPU', 'a100-80gb'],
    ['NVIDIA H100 80GB', 'h100-80gb'],
    ['nvidia-l4', 'l4'],
    ['nvidia.com/gpu', null],
    ['TPU_V3', null],
    ['NVIDIA_H100_MEGA_80GB', null],
    ['Nvidia Tesla T4 GPU attached to Spot Preemptible VMs', null],
    ['', null],
  ])('of %s is %s', (written, model) => {
    expect(acceleratorModel(written)).toBe(model);
  });
});

describe('a named machine', () => {
  it.each([
    ['n1-standard-4', { family: 'n1', cpus: 4, memory: 15 }],
    ['n1-highmem-8', { family: 'n1', cpus: 8, memory: 52 }],
    ['n1-highcpu-2', { family: 'n1', cpus: 2, memory: 1.8 }],
    ['e2-standard-4', { family: 'e2', cpus: 4, memory: 16 }],
    ['n2-highmem-96', { family: 'n2', cpus: 96, memory: 768 }],
    ['n2d-highcpu-224', { family: 'n2d', cpus: 224, memory: 224 }],
    ['a2-highgpu-2g', { family: 'a2', cpus: 24, memory: 170, accelerator: { model: 'a100', count: 2 } }],
    ['a2-ultragpu-1g', { family: 'a2', cpus: 12, memory: 170, accelerator: { model: 'a100-80gb', count: 1 } }],
    ['a3-highgpu-8g', { family: 'a3', cpus: 208, memory: 1872, accelerator: { model: 'h100-80gb', count: 8 } }],
    ['g2-standard-24', { family: 'g2', cpus: 24, memory: 96, accelerator: { model: 'l4', count: 2 } }],
  ])('%s is as large as Google says', (machineType, shape) => {
    expect(namedShape(machine('train', { machineType }))).toMatchObject({ name: machineType, ...shape });
  });

  it.each(['n2-standard-3', 'n2-custom-6-9216', 'e2-micro', 'N2-standard-4', '', 'constructor'])(
    '%s is not known',
    (machineType) => {
      expect(namedShape(machine('train', { machineType }))).toBeNull();
    },
  );

  it('takes what can be attached, and nothing else', () => {
    const shape = (machineType: string, type: string, count = 1) =>
      namedShape(machine('train', { machineType, accelerator: { type, count } }))?.accelerator ?? null;
    expect(shape('n1-standard-8', 'NVIDIA_TESLA_V100', 4)).toEqual({ model: 'v100', count: 4 });
    expect(shape('a2-highgpu-1g', 'NVIDIA_TESLA_A100')).toEqual({ model: 'a100', count: 1 });
    expect(shape('a2-highgpu-1g', 'NVIDIA_TESLA_A100', 2)).toBeNull();
    expect(shape('n2-standard-8', 'NVIDIA_TESLA_T4')).toBeNull();
    expect(shape('n1-standard-8', 'NVIDIA_L4')).toBeNull();
    expect(shape('n1-standard-8', 'TPU_V3')).toBeNull();
  });
});

describe('a machine for bare amounts', () => {
  const fitting = (cpus: number | null, memory: number | null, type?: string, count = 1) =>
    fittingShape(machine('train', { cpus, memory, accelerator: type === undefined ? null : { type, count } }))?.name ??
    null;

  it.each([
    [4, 16, 'e2-standard-4'],
    [2, 1, 'e2-highcpu-2'],
    [0.5, 3, 'e2-standard-2'],
    [1, 12, 'e2-highmem-2'],
    [8, 40, 'e2-highmem-8'],
    [16, 128, 'e2-highmem-16'],
    [32, 129, null],
    [33, 8, null],
    [null, 8, null],
    [4, null, null],
  ])('of %s vCPU and %s GiB is %s', (cpus, memory, name) => {
    expect(fitting(cpus, memory)).toBe(name);
  });

  it('is of the family that its accelerator belongs to', () => {
    expect(fitting(4, 15, 'NVIDIA_TESLA_T4', 2)).toBe('n1-standard-4');
    expect(fitting(4, 16, 'NVIDIA_L4')).toBe('g2-standard-4');
    expect(fitting(8, 80, 'NVIDIA_TESLA_A100')).toBe('a2-highgpu-1g');
    expect(fitting(8, 80, 'NVIDIA_TESLA_A100', 3)).toBeNull();
    expect(fitting(8, 80, 'nvidia.com/gpu')).toBeNull();
  });
});
