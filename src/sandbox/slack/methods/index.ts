import { appsConnectionsOpen, authTest } from './auth.ts';
import { blocksValidate } from './blocks.ts';
import { chatDelete, chatGetPermalink, chatUpdate } from './chat-change.ts';
import { chatPostEphemeral, chatPostMessage } from './chat-post.ts';
import {
  conversationsInfo,
  conversationsJoin,
  conversationsList,
  conversationsMembers,
  conversationsOpen,
} from './conversations.ts';
import { conversationsHistory, conversationsReplies } from './conversations-history.ts';
import type { Method } from './define-method.ts';
import { filesCompleteUploadExternal, filesDelete, filesGetUploadURLExternal, filesInfo } from './files.ts';
import { appsUninstall, oauthV2Access } from './oauth.ts';
import { usergroupsList, usergroupsUsersList } from './usergroups.ts';
import { usersInfo, usersList, usersLookupByEmail } from './users.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts';

/** Every method of the Web API that the pretend Slack has; any other answers `unknown_method`. */
export const METHODS: readonly Method[] = [
  appsConnectionsOpen,
  appsUninstall,
  authTest,
  blocksValidate,
  chatDelete,
  chatGetPermalink,
  chatPostEphemeral,
  chatPostMessage,
  chatUpdate,
  conversationsHistory,
  conversationsInfo,
  conversationsJoin,
  conversationsList,
  conversationsMembers,
  conversationsOpen,
  conversationsReplies,
  filesCompleteUploadExternal,
  filesDelete,
  filesGetUploadURLExternal,
  filesInfo,
  oauthV2Access,
  usergroupsList,
  usergroupsUsersList,
  usersInfo,
  usersList,
  usersLookupByEmail,
  viewsOpen,
  viewsPublish,
  viewsPush,
  viewsUpdate,
];
