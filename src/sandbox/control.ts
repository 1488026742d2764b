import type { TourChapter } from './tour.ts';

/**
 * The control API of the local workspace: how its page and the scenario tests act as people and look at what they
 * see. JSON over HTTP on the pretend Slack's own port, under `/control/`; errors are `{error: "sentence"}` with 4xx.
 */

/** `GET /control/workspace` */
export interface WorkspaceView {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: {
    readonly id: string;
    readonly name: string;
    readonly botUserId: string;
    readonly commands: readonly CommandView[];
  };
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
  /** The workspace's own clock, which can be moved forward. */
  readonly now: string;
  /** By system and fault: `slack.down`, `mlflow.slow`, `kubeflow.lost-answer`. */
  readonly faults: Readonly<Record<string, FaultState>>;
  /** What the page walks a newcomer through; empty where the workspace has no tour. */
  readonly tour: readonly TourChapter[];
}

export interface CommandView {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly kind: 'member' | 'guest' | 'external' | 'bot' | 'deactivated';
  readonly timeZone: string;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly topic: string;
  readonly members: readonly string[];
}

/** `GET /control/messages?channel=C&as=U[&thread=ts]`: oldest first, ephemerals for `as` included. With `thread` the replies to that message instead, without it. */
export interface MessageView {
  readonly ts: string;
  readonly channel: string;
  /** A person's id, or the app's bot user. */
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
  readonly threadTs: string | null;
  readonly replyCount: number;
  readonly edited: boolean;
  /** Shown to the reader alone. */
  readonly ephemeral: boolean;
  readonly metadata: { readonly event_type: string; readonly event_payload: Record<string, unknown> } | null;
  readonly at: string;
  /** Bytes under `/files/<id>`. */
  readonly files: readonly {
    readonly id: string;
    readonly title: string;
    readonly altText: string | null;
    readonly mimetype: string;
  }[];
}

/** `GET /control/modal?as=U`: the top of that person's view stack, or null. */
export interface ModalView {
  readonly viewId: string;
  readonly hash: string;
  readonly depth: number;
  readonly view: Record<string, unknown>;
  /** Errors by block id, from a `response_action: errors` answer. */
  readonly errors: Readonly<Record<string, string>>;
  /** A sentence Slack itself shows, such as “We had some trouble connecting. Try again?”. */
  readonly notice: string | null;
}

/** `POST /control/command` */
export interface CommandAct {
  readonly as: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
}

/** `POST /control/press`: a click on a button, a choice in a select. Give `ts` and `channel`, or `viewId`, or `home: true`. */
export interface PressAct {
  readonly as: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly viewId?: string;
  readonly home?: boolean;
  readonly blockId: string;
  readonly actionId: string;
  /** For selects: the chosen option's value, or all that are chosen; for plain inputs that dispatch: the text. */
  readonly choice?: string | readonly string[];
  /** State of the surface's inputs as block id → action id → text or option value(s). */
  readonly values?: InputValues;
}

export type InputValues = Readonly<Record<string, Readonly<Record<string, string | readonly string[] | null>>>>;

/** `POST /control/submit` and, without values, `POST /control/close` */
export interface ViewAct {
  readonly as: string;
  readonly viewId: string;
  readonly values?: InputValues;
  /** Closing: the whole stack, as the × of a modal does, not only the top. */
  readonly all?: boolean;
}

/** `POST /control/options`: what an external select offers for the typed text. Answers `{options}` or `{option_groups}`. */
export interface OptionsAct {
  readonly as: string;
  readonly viewId?: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly value: string;
}

/** What the app answered to one act, and what the person sees of it. */
export interface ActOutcome {
  readonly acked: boolean;
  readonly status: number | null;
  readonly ackMs: number | null;
  /** What Slack tells the person when the app failed, or null. */
  readonly notice: string | null;
}

/** `POST /control/reload`: a person loads Slack anew and loses the ephemeral messages. Answers `{}`. */
export interface ReloadAct {
  readonly as: string;
}

/** `POST /control/say`: a person writes plain text into a channel (never a vote). */
export interface SayAct {
  readonly as: string;
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
}

/**
 * `GET /control/home?as=U` opens App Home as that person and answers the view published so far, or null; the app may
 * publish another one in consequence. With `&peek=1` it only looks, and the app hears nothing.
 */
export interface HomeView {
  readonly view: Record<string, unknown> | null;
}

/** `POST /control/clock {advanceMs}` moves the workspace's clock forward; answers `{now}`. */
export interface ClockAct {
  readonly advanceMs: number;
}

/** What can be broken: the workspace itself, and what stands beside it. */
export const faultSystems = ['slack', 'mlflow', 'vertex', 'kubeflow', 'bigquery'] as const;

/** `POST /control/faults {system, fault, on, ms?, times?, method?}`; both it and `GET` answer all faults as in `WorkspaceView`. */
export interface FaultAct {
  readonly system: (typeof faultSystems)[number];
  readonly fault: string;
  readonly on: boolean;
  readonly ms?: number;
  /** Switches itself off after so many calls. */
  readonly times?: number;
  /** Hits only this method of Slack's Web API. */
  readonly method?: string;
}

export interface FaultState {
  readonly title: string;
  readonly on: boolean;
  readonly ms: number | null;
}

/** `GET /control/requests?after=n`: every HTTP and socket exchange, for the inspector, newest last; secrets masked. */
export interface ExchangeView {
  readonly number: number;
  readonly at: string;
  readonly direction: 'to-app' | 'from-app' | 'to-registry';
  readonly title: string;
  readonly status: number | null;
  readonly ms: number | null;
  readonly request: unknown;
  readonly response: unknown;
}

/** `GET /control/registry`: models with their aliases and versions, so that the page can show the alias move. */
export interface RegistryView {
  readonly models: readonly {
    readonly name: string;
    readonly description: string;
    readonly aliases: Readonly<Record<string, string>>;
    readonly versions: readonly {
      readonly version: string;
      readonly createdAt: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly metrics: Readonly<Record<string, number | null>>;
    }[];
  }[];
}

/** `POST /control/registry/alias`: someone moves an alias in the registry, past Countersign. */
export interface AliasAct {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
}

/** `GET /control/events` (server-sent events): one line of these each time something a page shows has changed. */
export type WorkspaceEvent =
  | { readonly type: 'message'; readonly channel: string; readonly ts: string }
  | { readonly type: 'modal'; readonly person: string }
  | { readonly type: 'home'; readonly person: string }
  | { readonly type: 'registry' }
  | { readonly type: 'clock'; readonly now: string }
  | { readonly type: 'faults' }
  | { readonly type: 'exchange'; readonly number: number };
