import type { EngineRun, EngineState } from '../pipelines/engine/engine.ts';
import type { World } from './endpoint.ts';
import type { JobRow } from './state.ts';
import { jobDetail, time } from './task-details.ts';

/** Google names projects by number in what it answers, however they were named in the request. */
const projectNumber = '412760314725';

const states: Readonly<Record<EngineState, string>> = {
  pending: 'PIPELINE_STATE_PENDING',
  running: 'PIPELINE_STATE_RUNNING',
  succeeded: 'PIPELINE_STATE_SUCCEEDED',
  failed: 'PIPELINE_STATE_FAILED',
  cancelling: 'PIPELINE_STATE_CANCELLING',
  cancelled: 'PIPELINE_STATE_CANCELLED',
};

/** A job as `get` answers it; listings leave the details of its tasks out. */
export function jobAnswer({ location }: World, row: JobRow, run: EngineRun, detailed: boolean): object {
  const { id, displayName, labels, templateUri, pipelineSpec, serviceAccount } = row;
  const { createdMs, startedMs, endedMs, updatedMs } = run;
  return {
    name: `projects/${projectNumber}/locations/${location}/pipelineJobs/${id}`,
    displayName,
    createTime: time(createdMs),
    ...(startedMs !== null && { startTime: time(startedMs) }),
    ...(endedMs !== null && { endTime: time(endedMs) }),
    updateTime: time(updatedMs),
    ...(pipelineSpec !== null && { pipelineSpec }),
    state: states[run.state],
    ...(detailed && { jobDetail: jobDetail(run) }),
    ...(run.failure !== null && { error: { code: 9, message: failureOf(run, id) } }),
    labels: { 'vertex-ai-pipelines-run-billing-id': String(createdMs), ...labels },
    runtimeConfig: { gcsOutputDirectory: row.gcsOutputDirectory, parameterValues: row.parameterValues },
    ...(serviceAccount !== '' && { serviceAccount }),
    ...(templateUri !== '' && { templateUri, templateMetadata: { version: run.templateVersion } }),
  };
}

function failureOf(run: EngineRun, id: string): string {
  const failed = run.failure?.step ?? '';
  return `The DAG failed because some tasks failed. The failed tasks are: [${failed}].; Job (project_id = ${projectNumber}, job_id = ${id}) is failed due to the above error.`;
}
