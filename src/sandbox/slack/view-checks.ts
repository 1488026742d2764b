import { type ViewProblem, validateMessage, validateView } from '#views/validate.ts';
import { refuse } from './api-refusal.ts';
import { unreadyFiles } from './files.ts';
import { isObject, type JsonObject, objectsOf } from './json.ts';
import type { Workspace } from './workspace.ts';

/** Problems of a message that have an error of their own; all others are `invalid_blocks`. */
const OWN_ERRORS = [
  'no_text',
  'msg_too_long',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'only_one_table_allowed',
];

/** Refuses what Slack refuses in a message, in the form in which Slack says it; answers the blocks. */
export function checkedBlocks(workspace: Workspace, text: string | undefined, blocks: unknown): JsonObject[] {
  const problems = [
    ...validateMessage({ text, blocks }),
    ...fileProblems(workspace, blocks, '/blocks'),
    ...missingBlocks(workspace, blocks),
  ];
  if (problems.length === 0) return objectsOf(blocks);
  const own = OWN_ERRORS.find((code) => problems.some((problem) => problem.code === code));
  if (own !== undefined) return refuse(own);
  const errors = problems.map((problem) => problem.message);
  const messages = errors.map((error) => `[ERROR] ${error}`);
  return refuse('invalid_blocks', { errors, response_metadata: { messages } });
}

/** Refuses a view with `view_too_large` or `invalid_arguments`, pointers included. */
export function checkedView(workspace: Workspace, view: unknown, type: 'modal' | 'home'): JsonObject {
  if (isObject(view) && view['type'] !== type) {
    const message = `must be a view of type ${type} [json-pointer:/view/type]`;
    return refuseView([{ pointer: '/view/type', code: 'wrong_type', message }]);
  }
  const problems = [...validateView(view), ...fileProblems(workspace, view, '/view')];
  if (problems.some((problem) => problem.code === 'view_too_large')) return refuse('view_too_large');
  return problems.length > 0 || !isObject(view) ? refuseView(problems) : view;
}

/** Slack shows a file only when it has read it, some time after the upload was completed. */
function fileProblems(workspace: Workspace, value: unknown, at: string): readonly ViewProblem[] {
  return unreadyFiles(workspace, value, at).map((pointer) => ({
    pointer,
    code: 'invalid_slack_file',
    message: `invalid slack file [json-pointer:${pointer}]`,
  }));
}

/** Kinds of blocks that reach workspaces at different times, with the switch that takes them away. */
const ROLLED_OUT = [
  ['data_visualization', 'without-charts'],
  ['table', 'without-tables'],
  ['data_table', 'without-tables'],
] as const;

function missingBlocks(workspace: Workspace, blocks: unknown): readonly ViewProblem[] {
  return (Array.isArray(blocks) ? blocks : []).flatMap((block, at) => {
    const kind = isObject(block) ? ROLLED_OUT.find(([type]) => type === block['type']) : undefined;
    if (kind === undefined || workspace.faults.strike(kind[1], '') === null) return [];
    const pointer = `/blocks/${at}/type`;
    return [{ pointer, code: 'unsupported_type', message: `unsupported type: ${kind[0]} [json-pointer:${pointer}]` }];
  });
}

function refuseView(problems: readonly ViewProblem[]): never {
  const messages = problems.map((problem) => `[ERROR] ${problem.message}`);
  return refuse('invalid_arguments', { response_metadata: { messages } });
}
