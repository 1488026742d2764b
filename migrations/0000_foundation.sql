CREATE TABLE "effects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "effects_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"order_key" text NOT NULL,
	"idem_key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"payload_hash" text NOT NULL,
	"state" text DEFAULT 'intent' NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"look_ups" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"lease_token" uuid,
	"first_sent_at" timestamp with time zone,
	"last_sent_at" timestamp with time zone,
	"provider_ref" jsonb,
	"last_error" text,
	"blocks" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "effects_workspaceId_idemKey_unique" UNIQUE("workspace_id","idem_key")
);
--> statement-breakpoint
CREATE TABLE "hook_events" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"body_hash" text NOT NULL,
	"raw" "bytea",
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp with time zone,
	CONSTRAINT "hook_events_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"thread_key" text,
	"posted_channel" text,
	"ts" text,
	"view" jsonb NOT NULL,
	"wanted_revision" integer DEFAULT 1 NOT NULL,
	"shown_revision" integer DEFAULT 0 NOT NULL,
	"rendered_hash" text,
	CONSTRAINT "messages_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"workspace_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	"entry" "bytea" NOT NULL,
	"event" text NOT NULL,
	"request_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq")
);
--> statement-breakpoint
CREATE TABLE "ledger_heads" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "executions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "executions_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"target" text NOT NULL,
	"version" text NOT NULL,
	"previous_version" text,
	"state" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "request_generations" (
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"code" text NOT NULL,
	"evidence_digest" text NOT NULL,
	"policy_digest" text NOT NULL,
	"facts_digest" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "request_generations_request_id_generation_pk" PRIMARY KEY("request_id","generation")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"action" text NOT NULL,
	"registry" text NOT NULL,
	"model" text NOT NULL,
	"model_name" text NOT NULL,
	"version" text NOT NULL,
	"target" text NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"code" text NOT NULL,
	"subject_digest" text NOT NULL,
	"evidence_digest" text NOT NULL,
	"policy_digest" text NOT NULL,
	"facts_digest" text NOT NULL,
	"playbook" text NOT NULL,
	"champion_version" text,
	"requester_person" text,
	"requester_slack" text NOT NULL,
	"reason" text NOT NULL,
	"channel" text NOT NULL,
	"verdict" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"next_change_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"outcome" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "requests_workspaceId_number_unique" UNIQUE("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "votes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"person" text NOT NULL,
	"slack_user" text NOT NULL,
	"acting_for" text,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"subject_digest" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"findings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"code" text NOT NULL,
	"press_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "votes_requestId_person_pressId_unique" UNIQUE("request_id","person","press_id")
);
--> statement-breakpoint
CREATE TABLE "contents" (
	"workspace_id" text NOT NULL,
	"digest" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contents_workspace_id_digest_pk" PRIMARY KEY("workspace_id","digest")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"name" text NOT NULL,
	"model_id" text NOT NULL,
	"description" text NOT NULL,
	"aliases" jsonb NOT NULL,
	"latest_version" text,
	"seen_at" timestamp with time zone NOT NULL,
	"gone" boolean DEFAULT false NOT NULL,
	CONSTRAINT "models_workspace_id_registry_name_pk" PRIMARY KEY("workspace_id","registry","name")
);
--> statement-breakpoint
CREATE TABLE "playbook_versions" (
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"digest" text NOT NULL,
	"activated_by" text NOT NULL,
	"activated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "playbook_versions_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"workspace_id" text NOT NULL,
	"slack_user" text NOT NULL,
	"kind" text NOT NULL,
	"active" boolean NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "profiles_workspace_id_slack_user_pk" PRIMARY KEY("workspace_id","slack_user")
);
--> statement-breakpoint
CREATE TABLE "role_members" (
	"workspace_id" text NOT NULL,
	"role" text NOT NULL,
	"person" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	CONSTRAINT "role_members_workspace_id_role_person_since_pk" PRIMARY KEY("workspace_id","role","person","since")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"install_nonce" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "effects" ADD CONSTRAINT "effects_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD CONSTRAINT "ledger_heads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "executions" ADD CONSTRAINT "executions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "executions" ADD CONSTRAINT "executions_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_generations" ADD CONSTRAINT "request_generations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_generations" ADD CONSTRAINT "request_generations_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contents" ADD CONSTRAINT "contents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playbook_versions" ADD CONSTRAINT "playbook_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_members" ADD CONSTRAINT "role_members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "effects_open" ON "effects" USING btree ("workspace_id","order_key","seq") WHERE state in ('intent', 'maybe_sent') or blocks;--> statement-breakpoint
CREATE INDEX "hook_events_by_time" ON "hook_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "ledger_by_request" ON "ledger" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "executions_one_running" ON "executions" USING btree ("workspace_id","registry","model_name","target") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "executions_by_request" ON "executions" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "requests_one_executing" ON "requests" USING btree ("workspace_id","registry","model_name","target") WHERE state = 'executing';--> statement-breakpoint
CREATE INDEX "requests_by_state" ON "requests" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "requests_by_model" ON "requests" USING btree ("workspace_id","registry","model_name");--> statement-breakpoint
CREATE INDEX "votes_by_request" ON "votes" USING btree ("request_id","id");