import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { invalid } from './refusal.ts';

const asked = z.strictObject({ permissions: z.array(z.string()) });

/** The Resource Manager, which tells callers what they may do. */
export const permissionEndpoints: readonly Endpoint[] = [
  {
    name: 'projects.testIamPermissions',
    method: 'POST',
    path: 'v3/projects/{project}:testIamPermissions',
    needs: 'resourcemanager.projects.get',
    answer(_, { body, may }) {
      const read = asked.safeParse(body);
      if (!read.success) throw invalid('Invalid JSON payload received.');
      const permissions = read.data.permissions.filter(may);
      return permissions.length === 0 ? {} : { permissions };
    },
  },
];
