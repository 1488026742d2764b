import type { IncomingMessage } from 'node:http';
import type { Right } from './endpoint.ts';
import { KubeflowRefusal } from './refusal.ts';

/** Somebody with a token; what is not in `may` is refused. */
interface PretendUser {
  readonly name: string;
  readonly token: string;
  readonly may: readonly Right[] | 'everything';
}

/** Multi-user mode: who there is, and the status that a missing or ended token is answered with. */
export interface PretendAuth {
  readonly users: readonly PretendUser[];
  /** 500 as some releases do, kubeflow/pipelines #8358. */
  readonly unauthenticatedStatus?: 401 | 500;
}

/** Throws a refusal unless the request comes from somebody who may. */
export function guard(auth: PretendAuth, request: IncomingMessage, right: Right | null): void {
  const { authorization = '', 'kubeflow-userid': header } = request.headers;
  const token = authorization.replace(/^Bearer /, '');
  const user = auth.users.find((one) => one.token === token || (header !== undefined && one.name === header));
  if (user === undefined) throw unauthenticated(auth);
  if (right === null || user.may === 'everything' || user.may.includes(right)) return;
  const [verb, resource] = right.split(' ');
  throw new KubeflowRefusal(
    'PERMISSION_DENIED',
    `Failed to authorize with API: User '${user.name}' is not authorized with reason: (request: verb "${verb}", resource "${resource}")`,
  );
}

function unauthenticated({ unauthenticatedStatus = 401 }: PretendAuth): KubeflowRefusal {
  const words = 'Unauthenticated: Request header error: there is no user identity header.';
  return unauthenticatedStatus === 401
    ? new KubeflowRefusal('UNAUTHENTICATED', words)
    : new KubeflowRefusal(
        'INTERNAL',
        `Internal error: ${words}\nFailed to authorize with API resource references\n\tat somewhere.go:287`,
      );
}
