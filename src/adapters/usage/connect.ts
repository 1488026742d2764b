import type { CloudUsage } from '#domain/cloud-usage.ts';
import { checkUsage } from './check.ts';
import { endpointUsage } from './endpoint-usage.ts';
import { usageHttp } from './http.ts';
import { machineUsage } from './machine-usage.ts';
import { machinesOf } from './machines.ts';
import { type CloudUsageOptions, checkProject } from './options.ts';
import { tpuUsage } from './tpu-usage.ts';

/**
 * Usage of one project by Cloud Monitoring, which keeps about six weeks of it. Throws a ConfigError for a project that
 * cannot be one; makes no request itself.
 */
export function connectCloudUsage(options: CloudUsageOptions, clock: () => number = Date.now): CloudUsage {
  checkProject(options);
  const http = usageHttp(options);
  return {
    title: 'Cloud Monitoring',
    provider: 'Google Cloud',
    project: options.project,
    async read(window) {
      const endpoints = await endpointUsage(http, options, window);
      const machines = await machineUsage(http, options, window);
      return [...endpoints, ...machines, ...(await tpuUsage(http, options, window))];
    },
    seeMachine: (resource) => machinesOf(resource).see(http, resource),
    stopMachine: (resource, once) => machinesOf(resource).stop(http, resource, once),
    check: () => checkUsage(http, options, clock),
  };
}
