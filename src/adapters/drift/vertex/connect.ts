import type { DriftMonitor } from '#domain/drift.ts';
import { UpstreamError } from '#errors.ts';
import { vertexHttp } from '../../registries/vertex/http.ts';
import type { VertexOptions } from '../../registries/vertex/options.ts';
import { monitoringCalls, monitoringTitle } from './calls.ts';
import { checkMonitoring } from './check.ts';
import { deployedModels, watchedDeployment } from './deployed-model.ts';
import { reportsSince } from './model-monitors.ts';

export interface VertexMonitoringOptions extends VertexOptions {
  /** What its models are registered in: the id of a connection, or the kind where none is known. */
  readonly registry: string;
  /** The label of an endpoint that says where it serves. */
  readonly environmentLabel: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Monitoring in one project and location. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectVertexMonitoring(options: VertexMonitoringOptions): DriftMonitor {
  const { registry, clock } = options;
  const http = vertexHttp(options);
  const calls = monitoringCalls(http, options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))));
  return {
    id: options.id,
    kind: 'vertex-monitoring',
    title: monitoringTitle,
    async alertsSince(cursor) {
      if (cursor !== null && Number.isNaN(Date.parse(cursor))) {
        const sentence = `Where ${monitoringTitle} was read to last cannot be read. Begin again without a cursor.`;
        throw new UpstreamError(monitoringTitle, sentence, { retryable: false });
      }
      return await reportsSince(calls, registry, cursor, clock());
    },
    resolve: deployedModels(calls, options),
    watching: (model) => watchedDeployment(calls, model),
    check: () => checkMonitoring(http, clock),
  };
}
