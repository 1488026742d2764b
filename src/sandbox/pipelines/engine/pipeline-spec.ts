import type { EngineInput, EngineMachine, EngineStep, EngineTemplate } from './engine.ts';

/** A template as the compiler of KFP 2 writes it: the intermediate representation, schema 2.1.0. */
export function pipelineSpecOf(template: EngineTemplate): object {
  const { name, description, inputs, steps } = template;
  return {
    pipelineInfo: { name, description },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.14.3',
    root: {
      inputDefinitions: { parameters: Object.fromEntries(inputs.map((input) => [input.name, inputOf(input)])) },
      dag: { tasks: Object.fromEntries(steps.map((step, index) => [step.name, taskOf(step, steps[index - 1])])) },
    },
    components: Object.fromEntries(
      steps.map((step) => [componentName(step), { executorLabel: executorName(step), ...definitions }]),
    ),
    deploymentSpec: {
      executors: Object.fromEntries(
        steps.map((step) => [
          executorName(step),
          {
            container: {
              image: step.image,
              command: ['python', '-m', 'steps'],
              args: [step.name],
              resources: resources(step.machine),
            },
          },
        ]),
      ),
    },
  };
}

const definitions = {
  outputDefinitions: {
    artifacts: { metrics: { artifactType: { schemaTitle: 'system.Metrics', schemaVersion: '0.0.1' } } },
  },
};

function inputOf({ type, default: otherwise, description }: EngineInput): object {
  return {
    parameterType: type,
    description,
    ...(otherwise !== undefined && { defaultValue: otherwise, isOptional: true }),
  };
}

function taskOf(step: EngineStep, before: EngineStep | undefined): object {
  return {
    taskInfo: { name: step.name },
    componentRef: { name: componentName(step) },
    cachingOptions: { enableCache: step.cacheKey !== undefined },
    ...(before !== undefined && { dependentTasks: [before.name] }),
  };
}

function resources({ cpus, memory, accelerator }: EngineMachine): object {
  return {
    cpuLimit: cpus,
    memoryLimit: (memory * 2 ** 30) / 1e9,
    resourceCpuLimit: String(cpus),
    resourceMemoryLimit: `${memory}Gi`,
    ...(accelerator !== undefined && {
      accelerator: { type: accelerator.type, count: String(accelerator.count), resourceType: accelerator.type },
    }),
  };
}

function componentName({ name }: EngineStep): string {
  return `comp-${name}`;
}

function executorName({ name }: EngineStep): string {
  return `exec-${name}`;
}
