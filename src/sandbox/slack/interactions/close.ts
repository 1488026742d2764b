import { Refusal } from '#errors.ts';
import type { ActOutcome, ViewAct } from '../../control.ts';
import { closeAll, closeFrom, viewObject, viewTitle } from '../modals.ts';
import { interactionStart } from '../payloads.ts';
import type { Workspace } from '../workspace.ts';
import { answeredBySlack, outcomeOf } from './outcome.ts';
import { surfaceAt } from './surface.ts';

/** Someone closes the modal in front of them; the app hears of it where a view has `notify_on_close`. */
export async function close(workspace: Workspace, act: ViewAct): Promise<ActOutcome> {
  const { person, surface } = surfaceAt(workspace, { as: act.as, viewId: act.viewId });
  if (surface.kind !== 'view' || surface.view.spec['type'] !== 'modal') {
    throw new Refusal('no_modal', 'Only a modal can be closed.');
  }
  const { view } = surface;
  const cleared = act.all === true || view.spec['clear_on_close'] === true;
  const closed = cleared ? closeAll(workspace, person.id) : closeFrom(workspace, view);
  let outcome = answeredBySlack(null);
  for (const one of closed.filter((candidate) => candidate.spec['notify_on_close'] === true)) {
    const payload = {
      ...interactionStart(workspace, 'view_closed', person),
      view: viewObject(workspace, one),
      is_cleared: cleared,
    };
    const title = `${person.name} closes ${viewTitle(one)}`;
    const answer = await workspace.deliver({ kind: 'interaction', title, payload, retry: null });
    outcome = { ...outcomeOf(answer, ''), notice: null };
  }
  return outcome;
}
