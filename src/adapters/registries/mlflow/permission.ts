import { z } from 'zod';
import type { RegistryHealth } from '#domain/registry.ts';
import type { MlflowHttp } from './http.ts';
import type { MlflowAuth } from './options.ts';

const permissionAnswer = z.object({ registered_model_permission: z.object({ permission: z.string() }) });

type Findings = Required<Pick<RegistryHealth, 'problems' | 'unseen'>>;

/**
 * What our account may do, seen through one model. The basic-auth app shows permissions only to an account that has
 * MANAGE, so a refusal is an answer too; EDIT and READ cannot be told apart without writing.
 */
export async function checkPermission(http: MlflowHttp, auth: MlflowAuth, model: string | null): Promise<Findings> {
  if (auth.kind === 'none') {
    return {
      problems: [
        {
          sentence: 'MLflow answers without credentials, so whoever reaches it can move aliases past Countersign.',
          fix: 'Start it with --app-name basic-auth, give people READ and Countersign MANAGE, or close its network.',
        },
      ],
      unseen: [],
    };
  }
  if (auth.kind === 'bearer') {
    return { problems: [], unseen: ['Whether this token may set and delete aliases; only a first write shows that.'] };
  }
  if (model === null) return { problems: [], unseen: ['What our account may change, because it sees no model yet.'] };
  const outcome = await http.ask(
    {
      method: 'GET',
      path: 'registered-models/permissions/get',
      doing: `read the permissions of ${model}`,
      right: `MANAGE on ${model}`,
      query: { name: model, username: auth.username },
    },
    permissionAnswer,
  );
  const others = `What our account may do on models other than ${model}.`;
  if (outcome.ok || outcome.missing) return { problems: [], unseen: [others] };
  if (outcome.unknownEndpoint) {
    return {
      problems: [
        {
          sentence: 'MLflow itself checks no permissions, although a user name and password were given.',
          fix: 'Start it with --app-name basic-auth, or make sure that a proxy before it checks them.',
        },
      ],
      unseen: [],
    };
  }
  if (outcome.error.status !== 403) throw outcome.error;
  return {
    problems: [
      {
        sentence: `Our account does not have MANAGE on ${model}, so it cannot delete aliases there.`,
        fix: 'Give it MANAGE on every governed model, or EDIT if aliases are only ever moved.',
      },
    ],
    unseen: [`Whether our account has EDIT on ${model}, which moving an alias needs; only a write shows that.`, others],
  };
}
