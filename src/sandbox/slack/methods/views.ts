import { refuse } from '../api-refusal.ts';
import { findView, openView, publishHome, pushView, replaceView, stackOf, viewObject } from '../modals.ts';
import { exchangeTrigger } from '../triggers.ts';
import { checkedView } from '../view-checks.ts';
import { defineMethod } from './define-method.ts';

export const viewsOpen = defineMethod({
  name: 'views.open',
  token: 'bot',
  scopes: [],
  tier: 4,
  run: ({ workspace, args }) => {
    const triggerId = args.need('trigger_id');
    const spec = checkedView(workspace, args.json('view', 'invalid_arguments'), 'modal');
    const { person } = exchangeTrigger(workspace, triggerId);
    return { view: viewObject(workspace, openView(workspace, person, spec)) };
  },
});

export const viewsPush = defineMethod({
  name: 'views.push',
  token: 'bot',
  scopes: [],
  tier: 4,
  run: ({ workspace, args }) => {
    const triggerId = args.need('trigger_id');
    const spec = checkedView(workspace, args.json('view', 'invalid_arguments'), 'modal');
    const { person, viewId } = exchangeTrigger(workspace, triggerId);
    if (!stackOf(workspace, person).some((view) => view.id === viewId)) return refuse('invalid_trigger_id');
    return { view: viewObject(workspace, pushView(workspace, person, spec)) };
  },
});

export const viewsUpdate = defineMethod({
  name: 'views.update',
  token: 'bot',
  scopes: [],
  tier: 4,
  run: ({ workspace, args }) => {
    const externalId = args.text('external_id');
    const key = externalId === null ? { id: args.need('view_id') } : { externalId };
    const view = findView(workspace, key);
    if (view === undefined) return refuse('not_found');
    const type = view.spec['type'] === 'home' ? 'home' : 'modal';
    const spec = checkedView(workspace, args.json('view', 'invalid_arguments'), type);
    replaceView(workspace, view, spec, args.text('hash'));
    return { view: viewObject(workspace, view) };
  },
});

export const viewsPublish = defineMethod({
  name: 'views.publish',
  token: 'bot',
  scopes: [],
  tier: 4,
  run: ({ workspace, args }) => {
    const user = args.need('user_id');
    if (!workspace.options.app.homeTab) return refuse('not_enabled');
    if (!workspace.state.people.some((person) => person.id === user)) return refuse('user_not_found');
    const spec = checkedView(workspace, args.json('view', 'invalid_arguments'), 'home');
    return { view: viewObject(workspace, publishHome(workspace, user, spec, args.text('hash'))) };
  },
});
