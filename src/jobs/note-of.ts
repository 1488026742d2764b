import type { Stage } from '#views/approval-stages.ts';
import type { NotedOutcome } from '#views/requester-note.ts';

/** What the requester is told of how a request ended. */
export function noteOf(stage: Stage): NotedOutcome {
  switch (stage.at) {
    case 'promoted':
      return { kind: 'promoted' };
    case 'rejected': {
      const open = stage.criteria.find(({ ended }) => ended === null);
      const note = { kind: 'rejected', by: stage.by.name, reason: stage.reason } as const;
      return open === undefined ? note : { ...note, demands: open.what };
    }
    case 'expired':
      return { kind: 'expired' };
    case 'conflict':
      return {
        kind: 'failed',
        because: `somebody moved the alias meanwhile: it is ${stage.found === null ? 'gone' : `v${stage.found}`} now, and nothing was overwritten`,
      };
    case 'failed':
      return { kind: 'failed', because: stage.because.replace(/\.$/, '') };
    case 'superseded':
      return {
        kind: 'failed',
        because: `a newer request${stage.by.version === '' ? '' : ` for v${stage.by.version}`} took its place`,
      };
    case 'withdrawn':
      return { kind: 'failed', because: 'it was withdrawn' };
    case 'blocked':
      return { kind: 'blocked', because: stage.blocks[0]?.because ?? 'it is blocked' };
    case 'open':
    case 'approved':
    case 'executing':
    case 'delayed':
      return { kind: 'approved', waitsFor: null };
  }
}
