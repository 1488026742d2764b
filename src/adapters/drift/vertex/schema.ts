import { z } from 'zod';

const text = z.string().default('');
const nextPageToken = z.string().optional();

/** Protocol buffers write what is no number as text; zeros are left out. */
const double = z
  .union([z.number(), z.string()])
  .transform((value) => (Number.isFinite(Number(value)) && value !== '' ? Number(value) : null));

export const monitorsAnswer = z.object({
  modelMonitors: z
    .array(
      z.object({
        name: z.string(),
        modelMonitoringTarget: z
          .object({ vertexModel: z.object({ model: text, modelVersionId: text }).prefault({}) })
          .prefault({}),
      }),
    )
    .default([]),
  nextPageToken,
});

const typedValue = z.object({
  distributionValue: z.object({ distributionDeviation: double.default(0) }).optional(),
});

export const statsAnswer = z.object({
  monitoringStats: z
    .array(
      z.object({
        tabularStats: z
          .object({
            statsName: text,
            objectiveType: text,
            dataPoints: z
              .array(
                z.object({
                  currentStats: typedValue.prefault({}),
                  thresholdValue: double.nullish(),
                  hasAnomaly: z.boolean().default(false),
                  modelMonitoringJob: text,
                  createTime: text,
                  algorithm: text,
                }),
              )
              .default([]),
          })
          .optional(),
      }),
    )
    .default([]),
  nextPageToken,
});

export const alertsAnswer = z.object({
  modelMonitoringAlerts: z
    .array(
      z.object({
        statsName: text,
        objectiveType: text,
        alertTime: text,
        anomaly: z
          .object({
            modelMonitoringJob: text,
            algorithm: text,
            tabularAnomaly: z
              .object({ condition: z.object({ threshold: double.nullish() }).prefault({}) })
              .prefault({}),
          })
          .prefault({}),
      }),
    )
    .default([]),
  nextPageToken,
});

export const endpointMonitor = z.object({ name: z.string(), endpoint: text });

export const endpointMonitorsAnswer = z.object({
  modelDeploymentMonitoringJobs: z.array(endpointMonitor).default([]),
  nextPageToken,
});

export const monitoredEndpoint = z.object({
  labels: z.record(z.string(), z.string()).default({}),
  deployedModels: z.array(z.object({ id: z.string(), model: text, modelVersionId: text })).default([]),
});

export type ModelMonitor = z.infer<typeof monitorsAnswer>['modelMonitors'][number];
