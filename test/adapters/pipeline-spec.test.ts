import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gibibytes, kubernetesNumber } from '#adapters/pipelines/kubernetes-quantity.ts';
import { pipelineSpec, specInputs, specMachines, withRunKey } from '#adapters/pipelines/pipeline-spec.ts';
import { outcomeOf, producedVersions } from '#adapters/pipelines/run-outputs.ts';
import { pipelineSpecOf } from '#sandbox/pipelines/engine/pipeline-spec.ts';
import { contractEngine } from '../contract/contract-pipeline.ts';

const file = new URL('../contract/vectors/contract-pipeline.yaml', import.meta.url);
const real = pipelineSpec.parse(parse(readFileSync(file, 'utf8')));
const [template] = contractEngine().engine.templates();
const pretend = pipelineSpec.parse(template === undefined ? null : pipelineSpecOf(template));

/** A pipeline of one task inside a nested graph, with what it asks of machines. */
function asking(resources: object | undefined) {
  return pipelineSpec.parse({
    pipelineInfo: { name: 'p' },
    root: { dag: { tasks: { outer: { componentRef: { name: 'comp-outer' } } } } },
    components: {
      'comp-outer': { dag: { tasks: { fit: { componentRef: { name: 'comp-fit' } } } } },
      'comp-fit': { executorLabel: 'exec-fit' },
    },
    deploymentSpec: { executors: { 'exec-fit': { container: { image: 'i', resources } } } },
  });
}

describe('a compiled pipeline', () => {
  it('of a file and of the sandbox say the same', () => {
    const bare = (spec: typeof real) => specInputs(spec).map((input) => ({ ...input, description: '' }));
    expect(bare(real)).toEqual(bare(pretend));
    expect(specMachines(real)).toEqual(specMachines(pretend));
    expect(specMachines(real).map(({ step }) => step)).toEqual(['prepare', 'train', 'register']);
  });

  it('gets the key of its run only where it asks for it', () => {
    expect(withRunKey(real, { rate: 1 }, 'r-12')).toEqual({ rate: 1, countersign_run: 'r-12' });
    expect(withRunKey(asking(undefined), { rate: 1 }, 'r-12')).toEqual({ rate: 1 });
  });

  const machines: [string, object | undefined, object][] = [
    ['nothing', undefined, { cpus: null, memory: null, accelerator: null }],
    [
      'Kubernetes quantities',
      {
        resourceCpuLimit: '500m',
        resourceMemoryLimit: '14Gi',
        accelerator: { resourceType: 'nvidia.com/gpu', resourceCount: '2' },
      },
      { cpus: 0.5, memory: 14, accelerator: { type: 'nvidia.com/gpu', count: 2 } },
    ],
    [
      'the older numbers, of which memory counts 10^9 bytes',
      { cpuLimit: 4, memoryLimit: 15.032385536, accelerator: { type: 'tpu-v3', count: '1' } },
      { cpus: 4, memory: 14, accelerator: { type: 'tpu-v3', count: 1 } },
    ],
    ['requests where there is no limit', { cpuRequest: 2, memoryRequest: 4.294967296 }, { cpus: 2, memory: 4 }],
    [
      'what is known only at run time',
      { resourceCpuLimit: "{{$.inputs.parameters['cpus']}}", resourceMemoryLimit: "{{$.inputs.parameters['m']}}" },
      { cpus: null, memory: null },
    ],
  ];
  it.each(machines)('asks for %s', (_name, resources, machine) => {
    expect(specMachines(asking(resources))).toMatchObject([{ step: 'fit', machineType: null, ...machine }]);
  });
});

describe('a quantity', () => {
  it.each([
    ['2', 2],
    ['500m', 0.5],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['4G', 4e9],
    ['1e3', 1000],
  ])('%s is %s', (text, value) => expect(kubernetesNumber(text)).toBe(value));

  it.each(['', 'much', '2Q', '-1', '{{x}}', undefined])('%s is none', (text) => {
    expect(kubernetesNumber(text)).toBeNull();
    expect(gibibytes(kubernetesNumber(text))).toBeNull();
  });
});

describe('what steps give out', () => {
  it('are versions as model@version, in a text, a list, or a list as JSON', () => {
    const one = [{ model: 'fraud-scorer', version: '8' }];
    expect(producedVersions('fraud-scorer@8')).toEqual(one);
    expect(producedVersions(['fraud-scorer@8'])).toEqual(one);
    expect(producedVersions('["fraud-scorer@8"]')).toEqual(one);
    expect(producedVersions(' a@b@3 ')).toEqual([{ model: 'a@b', version: '3' }]);
  });

  it.each(['', 'fraud-scorer', '@8', 'fraud-scorer@', 7, null, undefined, {}, '[broken'])('%s names none', (value) => {
    expect(producedVersions(value)).toEqual([]);
  });

  it('are metrics, of which the last step counts, and NaN is none that passes', () => {
    const steps = [
      { parameters: { countersign_model_version: 'm@1' }, metrics: [{ auc: 0.7, rows: 10, name: 'x' }] },
      { parameters: { countersign_metrics: '{"auc":0.8}', countersign_model_version: 'm@1' }, metrics: [] },
      { parameters: { countersign_metrics: { loss: 'NaN', top: 'Infinity' } }, metrics: [] },
    ];
    expect(outcomeOf(steps)).toEqual({
      metrics: { auc: 0.8, rows: 10, loss: null, top: null },
      produced: [{ model: 'm', version: '1' }],
    });
  });
});
