import { z } from 'zod';
import type { ParameterValue, PipelineInput, StepMachine } from '#domain/pipeline.ts';
import { gibibytes, kubernetesNumber } from './kubernetes-quantity.ts';

/**
 * What is read of a compiled pipeline, KFP's intermediate representation (`pipeline_spec.proto`, schema 2.x), which
 * Kubeflow Pipelines and Vertex AI share. Whatever else it holds stays unread.
 */
const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const amount = z.union([z.string(), z.number()]).optional();

const resources = z.object({
  cpuLimit: amount,
  cpuRequest: amount,
  memoryLimit: amount,
  memoryRequest: amount,
  resourceCpuLimit: amount,
  resourceCpuRequest: amount,
  resourceMemoryLimit: amount,
  resourceMemoryRequest: amount,
  accelerator: z.object({ type: amount, count: amount, resourceType: amount, resourceCount: amount }).optional(),
});

const component = z.object({
  executorLabel: z.string().optional(),
  dag: z
    .object({ tasks: z.record(z.string(), z.object({ componentRef: z.object({ name: z.string() }).optional() })) })
    .optional(),
});

export const pipelineSpec = z.object({
  pipelineInfo: z.object({ name: z.string(), displayName: z.string().default('') }),
  root: component.extend({
    inputDefinitions: z
      .object({
        parameters: z
          .record(
            z.string(),
            z.object({
              parameterType: z.string().default('STRING'),
              defaultValue: json.optional(),
              isOptional: z.boolean().default(false),
              description: z.string().default(''),
            }),
          )
          .default({}),
      })
      .prefault({}),
  }),
  components: z.record(z.string(), component).default({}),
  deploymentSpec: z
    .object({
      executors: z
        .record(z.string(), z.object({ container: z.object({ resources: resources.optional() }).optional() }))
        .default({}),
    })
    .prefault({}),
});

export type PipelineSpec = z.infer<typeof pipelineSpec>;

/**
 * The input through which a pipeline is told the key of its run, where it declares one of that name: the adapter fills
 * it, and nobody else can. See decision 023.
 */
export const runKeyInput = 'countersign_run';

/** The declared inputs, without the one that is ours to fill. */
export function specInputs(spec: PipelineSpec): readonly PipelineInput[] {
  return Object.entries(spec.root.inputDefinitions.parameters)
    .filter(([name]) => name !== runKeyInput)
    .map(([name, declared]) => ({
      name,
      type: types.get(declared.parameterType) ?? 'text',
      required: !declared.isOptional && declared.defaultValue === undefined,
      default: declared.defaultValue ?? null,
      description: declared.description,
    }));
}

/** The parameters with the run's key put in, if the pipeline asks for it. */
export function withRunKey<Value>(
  spec: PipelineSpec,
  parameters: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value | string>> {
  return Object.hasOwn(spec.root.inputDefinitions.parameters, runKeyInput)
    ? { ...parameters, [runKeyInput]: key }
    : parameters;
}

const types: ReadonlyMap<string, PipelineInput['type']> = new Map([
  ['STRING', 'text'],
  ['NUMBER_INTEGER', 'integer'],
  ['NUMBER_DOUBLE', 'number'],
  ['BOOLEAN', 'boolean'],
  ['LIST', 'list'],
  ['STRUCT', 'map'],
]);

/**
 * What each task asks of machines, also inside nested graphs, in the order written. A task that asks for nothing has
 * nulls; an amount that is known only at run time is null.
 */
export function specMachines(spec: PipelineSpec): readonly StepMachine[] {
  return machinesOf(spec, spec.root, 0);
}

function machinesOf(spec: PipelineSpec, graph: z.infer<typeof component>, depth: number): StepMachine[] {
  return Object.entries(graph.dag?.tasks ?? {}).flatMap(([step, task]) => {
    const inner = spec.components[task.componentRef?.name ?? ''];
    if (inner === undefined) return [];
    if (inner.dag !== undefined) return depth > 20 ? [] : machinesOf(spec, inner, depth + 1);
    const asked = spec.deploymentSpec.executors[inner.executorLabel ?? '']?.container;
    return asked === undefined ? [] : [machine(step, asked.resources ?? {})];
  });
}

function machine(step: string, asked: Partial<z.infer<typeof resources>>): StepMachine {
  const memory = asked.resourceMemoryLimit ?? asked.resourceMemoryRequest;
  // The older fields count 10^9 bytes.
  const gigabytes = kubernetesNumber(asked.memoryLimit ?? asked.memoryRequest);
  const type = asked.accelerator?.resourceType ?? asked.accelerator?.type;
  const count = kubernetesNumber(asked.accelerator?.resourceCount ?? asked.accelerator?.count);
  return {
    step,
    machineType: null,
    cpus: kubernetesNumber(asked.resourceCpuLimit ?? asked.cpuLimit ?? asked.resourceCpuRequest ?? asked.cpuRequest),
    memory:
      memory === undefined
        ? gigabytes === null
          ? null
          : gibibytes(gigabytes * 1e9)
        : gibibytes(kubernetesNumber(memory)),
    accelerator:
      typeof type !== 'string' || type.includes('{{') || count === null || count === 0 ? null : { type, count },
  };
}
