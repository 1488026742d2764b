import { clock } from './chrome/clock.js';
import { modalHost } from './chrome/modal.js';
import { narrowTabs } from './chrome/narrow-tabs.js';
import { peopleSwitch } from './chrome/people-switch.js';
import { sidebar } from './chrome/sidebar.js';
import { themeSwitch } from './chrome/theme.js';
import { tour } from './chrome/tour.js';
import { channelPane } from './conversation/channel.js';
import { homePane } from './conversation/home.js';
import { threadPane } from './conversation/thread.js';
import { get } from './core/api.js';
import { el } from './core/dom.js';
import { coalesced, follow } from './core/live.js';
import { followAddress } from './core/route.js';
import { channelOf, on, set, state } from './core/store.js';
import { setNow } from './core/time.js';
import { countUnread } from './core/unread.js';
import { sidePanel } from './panels/index.js';

const byId = (id) => document.getElementById(id);

async function readWorkspace() {
  const workspace = await get('workspace');
  setNow(workspace.now);
  set('workspace', workspace);
  set('faults', workspace.faults);
}

function build() {
  const welcome = tour();
  const time = clock();
  const parts = {
    channel: channelPane(),
    home: homePane(),
    thread: threadPane(),
    modal: modalHost(),
    panel: sidePanel(),
    time,
    tour: welcome,
  };
  // A plain link to #main would change the address that says which channel is open.
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('main').focus();
  });
  byId('team').textContent = state.workspace.team.name;
  byId('tools').append(time.node, welcome.opener, themeSwitch(), peopleSwitch());
  byId('places').append(sidebar());
  byId('main').append(welcome.card, parts.channel.node, parts.home.node);
  byId('side').append(parts.thread.node, parts.panel.node);
  document.body.append(narrowTabs());
  on('route', () => document.body.classList.toggle('has-thread', state.route.thread !== null));
  return parts;
}

function listener(parts) {
  const reload = coalesced(readWorkspace);
  const handle = {
    message: ({ channel }) => {
      if (channelOf(channel) === null) reload();
      if (channel === state.route.channel) {
        parts.channel.load();
        parts.thread.load();
      } else void countUnread(channel);
      parts.tour.look();
    },
    modal: ({ person }) => person === state.me.id && parts.modal.load(),
    home: ({ person }) => person === state.me.id && parts.home.load(),
    registry: () => parts.panel.registry.load(),
    clock: ({ now }) => {
      setNow(now);
      parts.time.show();
      parts.panel.faults.show();
    },
    faults: () => void get('faults').then((faults) => set('faults', faults.faults ?? faults)),
    exchange: () => parts.panel.requests.load(),
  };
  return (event) => handle[event.type]?.(event);
}

async function start() {
  await readWorkspace();
  const parts = build();
  const everything = () => {
    for (const part of [
      parts.channel,
      parts.thread,
      parts.home,
      parts.modal,
      parts.panel.registry,
      parts.panel.requests,
    ])
      part.load();
    void countUnread();
  };
  followAddress();
  parts.time.show();
  on('me', () => void countUnread());
  everything();
  document.body.classList.remove('starting');
  follow({
    event: listener(parts),
    state: (connected) => {
      byId('connection').hidden = connected;
    },
    resume: () => void readWorkspace().then(everything),
  });
}

start().catch((error) => byId('main').append(el('p', { class: 'empty', role: 'alert' }, error.message)));
