import type { Endpoint } from './endpoint.ts';
import { absent, invalid } from './refusal.ts';
import type { Permission, PermissionRow, State } from './state.ts';

/** A user of a server in basic-auth mode; whoever is admin may do everything. */
export interface PretendUser {
  readonly name: string;
  readonly password: string;
  readonly admin?: boolean;
  readonly permissions?: Readonly<Record<string, Permission>>;
}

export interface PretendAuth {
  readonly users: readonly PretendUser[];
  /** What everybody may do with every model; MLflow's own default is READ. */
  readonly everyone?: Permission;
}

const ranks: readonly Permission[] = ['NO_PERMISSIONS', 'READ', 'EDIT', 'MANAGE'];

export function permits(held: Permission, needed: Permission): boolean {
  return ranks.indexOf(held) >= ranks.indexOf(needed);
}

export function permissionOf(state: State, auth: PretendAuth, user: PretendUser, model: string): Permission {
  if (user.admin === true) return 'MANAGE';
  const row = find(state, user.name, model);
  return row?.permission ?? user.permissions?.[model] ?? auth.everyone ?? 'READ';
}

function find(state: State, user: string, model: string): PermissionRow | undefined {
  return state.permissions.find((row) => row.user === user && row.model === model);
}

export function permissionEndpoints(auth: PretendAuth): readonly Endpoint[] {
  const common = { guarded: true, needs: 'MANAGE' } as const;
  const path = 'registered-models/permissions';
  return [
    {
      ...common,
      method: 'GET',
      path: `${path}/get`,
      write: false,
      answer({ state }, { args }) {
        const [name, username] = [args.text('name'), args.text('username')];
        const user = auth.users.find((held) => held.name === username);
        const permission = find(state, username, name)?.permission ?? user?.permissions?.[name];
        if (permission === undefined) throw absent(`Permission of ${username} for ${name}`);
        return {
          registered_model_permission: { name, user_id: auth.users.findIndex((held) => held === user) + 1, permission },
        };
      },
    },
    {
      ...common,
      method: 'PATCH',
      path: `${path}/update`,
      write: true,
      answer({ state }, { args }) {
        const [model, user] = [args.text('name'), args.text('username')];
        const permission = ranks.find((rank) => rank === args.text('permission'));
        if (permission === undefined) throw invalid(`Invalid permission '${args.text('permission')}'.`);
        const row = find(state, user, model);
        if (row === undefined) state.permissions.push({ model, user, permission });
        else row.permission = permission;
        return {};
      },
    },
  ];
}
