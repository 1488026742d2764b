import { z } from 'zod';
import { ConfigError } from '#errors.ts';
import type { AccessToken } from '../google/access-token.ts';

/** What reads the usage of one project of Google Cloud. */
export interface CloudUsageOptions {
  readonly id: string;
  /** A project's id, as `northwind-ml`. */
  readonly project: string;
  /** Stands for the addresses of all of Google's APIs, without a slash at the end; null for Google's own. */
  readonly address: string | null;
  readonly token: AccessToken;
  /** Of one request. */
  readonly timeoutMs: number;
  /** Points of one metric that are read at most. */
  readonly mostPoints: number;
  readonly fetch?: typeof fetch;
}

const projectForm = z.string().regex(/^[a-z][-a-z0-9.:]{4,60}$/);

/** Throws a ConfigError for a project that no request could carry. */
export function checkProject({ id, project }: Pick<CloudUsageOptions, 'id' | 'project'>): void {
  if (projectForm.safeParse(project).success) return;
  throw new ConfigError([`The project of ${id} is not the id of a Google Cloud project. Write it as northwind-ml.`]);
}
