import type { DigestScope } from './weekly-digest.ts';

/** What people type for a scope: a team, the id of a group of leaders, or `org`. */
export function scopeWord(scope: DigestScope): string {
  switch (scope.kind) {
    case 'team':
      return scope.team;
    case 'leaders':
      return scope.id;
    case 'organization':
      return 'org';
  }
}
