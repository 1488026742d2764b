import type { Chat } from '#domain/chat.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { cancelRun } from './cancel-run.ts';
import { deployModel } from './deploy-model.ts';
import { editMessage } from './edit-message.ts';
import { postMessage } from './post-message.ts';
import { setAlias } from './set-alias.ts';
import { setTraffic } from './set-traffic.ts';
import { startRun } from './start-run.ts';
import { stopResource } from './stop-resource.ts';
import { undeployModel } from './undeploy-model.ts';
import { writeCheckpoint } from './write-checkpoint.ts';
import { writeTags } from './write-tags.ts';

/** Everything Countersign does to the outside, one performer a kind of effect. */
export function performersOf(setting: Setting, chat: Chat): readonly EffectPerformer[] {
  return [
    postMessage(setting, chat),
    editMessage(setting, chat),
    deployModel(setting),
    setTraffic(setting),
    undeployModel(setting),
    setAlias(setting),
    writeTags(setting),
    startRun(setting),
    cancelRun(setting),
    writeCheckpoint(setting),
    stopResource(setting),
  ];
}
