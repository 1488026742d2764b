CREATE TABLE "drift_silences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"group_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"request_id" uuid,
	"person" text NOT NULL,
	"reason" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "drift_alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"group_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"model" text NOT NULL,
	"version" text,
	"environment" text,
	"playbook" text NOT NULL,
	"playbook_name" text NOT NULL,
	"rule" text NOT NULL,
	"feature" text,
	"criticality" text,
	"drill" boolean NOT NULL,
	"channel" text NOT NULL,
	"because" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"cleared_at" timestamp with time zone,
	"noticed_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone,
	"retracted_at" timestamp with time zone,
	"escalated_to" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_reason" text,
	"request_id" uuid,
	CONSTRAINT "drift_alerts_workspaceId_number_unique" UNIQUE("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "drift_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"version" text NOT NULL,
	"playbook" text NOT NULL,
	"rule" text NOT NULL,
	"feature" text NOT NULL,
	"drill" boolean NOT NULL,
	"memory" jsonb NOT NULL,
	"judged_until" timestamp with time zone NOT NULL,
	"next_look_at" timestamp with time zone,
	CONSTRAINT "drift_groups_workspaceId_registry_modelName_version_playbook_rule_feature_drill_unique" UNIQUE("workspace_id","registry","model_name","version","playbook","rule","feature","drill")
);
--> statement-breakpoint
CREATE TABLE "drift_models" (
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"dirty_from" timestamp with time zone,
	"next_look_at" timestamp with time zone,
	"urgency" integer NOT NULL,
	CONSTRAINT "drift_models_workspace_id_registry_model_name_pk" PRIMARY KEY("workspace_id","registry","model_name")
);
--> statement-breakpoint
CREATE TABLE "drift_points" (
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"version" text NOT NULL,
	"metric" text NOT NULL,
	"feature" text NOT NULL,
	"connection" text NOT NULL,
	"drill" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision,
	"threshold" double precision,
	"comparator" text,
	"breach" boolean,
	"report_id" text NOT NULL,
	CONSTRAINT "drift_points_workspace_id_registry_model_name_version_metric_feature_connection_drill_at_pk" PRIMARY KEY("workspace_id","registry","model_name","version","metric","feature","connection","drill","at")
);
--> statement-breakpoint
CREATE TABLE "drift_polls" (
	"workspace_id" text NOT NULL,
	"connection" text NOT NULL,
	"cursor" text,
	"next_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	CONSTRAINT "drift_polls_workspace_id_connection_pk" PRIMARY KEY("workspace_id","connection")
);
--> statement-breakpoint
CREATE TABLE "drift_reports" (
	"workspace_id" text NOT NULL,
	"connection" text NOT NULL,
	"report_id" text NOT NULL,
	"event_id" text,
	"state" text NOT NULL,
	"because" text NOT NULL,
	"registry" text,
	"model_name" text,
	"version" text,
	"environment" text,
	"at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"detector" text NOT NULL,
	"report_url" text,
	"drill" boolean NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"tried_under" integer NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"body" jsonb,
	CONSTRAINT "drift_reports_workspace_id_connection_report_id_pk" PRIMARY KEY("workspace_id","connection","report_id")
);
--> statement-breakpoint
ALTER TABLE "hook_events" ADD COLUMN "headers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "hook_events" ADD COLUMN "state" text;--> statement-breakpoint
ALTER TABLE "hook_events" ADD COLUMN "because" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "silence" jsonb;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_group_id_drift_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."drift_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_alert_id_drift_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."drift_alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_alerts" ADD CONSTRAINT "drift_alerts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_alerts" ADD CONSTRAINT "drift_alerts_group_id_drift_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."drift_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_groups" ADD CONSTRAINT "drift_groups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_models" ADD CONSTRAINT "drift_models_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_points" ADD CONSTRAINT "drift_points_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_polls" ADD CONSTRAINT "drift_polls_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_reports" ADD CONSTRAINT "drift_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_silences_of_group" ON "drift_silences" USING btree ("group_id","since");--> statement-breakpoint
CREATE UNIQUE INDEX "drift_alerts_open" ON "drift_alerts" USING btree ("group_id","kind") WHERE cleared_at is null and retracted_at is null;--> statement-breakpoint
CREATE INDEX "drift_alerts_of_model" ON "drift_alerts" USING btree ("workspace_id","registry","model_name","opened_at");--> statement-breakpoint
CREATE INDEX "drift_alerts_of_group" ON "drift_alerts" USING btree ("group_id","opened_at");--> statement-breakpoint
CREATE INDEX "drift_models_due" ON "drift_models" USING btree ("workspace_id","next_look_at");--> statement-breakpoint
CREATE INDEX "drift_models_dirty" ON "drift_models" USING btree ("workspace_id","urgency") WHERE dirty_from is not null;--> statement-breakpoint
CREATE INDEX "drift_points_by_time" ON "drift_points" USING btree ("workspace_id","registry","model_name","at");--> statement-breakpoint
CREATE INDEX "drift_reports_of_event" ON "drift_reports" USING btree ("workspace_id","connection","event_id");--> statement-breakpoint
CREATE INDEX "drift_reports_of_model" ON "drift_reports" USING btree ("workspace_id","registry","model_name","at");--> statement-breakpoint
CREATE INDEX "drift_reports_waiting" ON "drift_reports" USING btree ("workspace_id","tried_at") WHERE state <> 'accepted';--> statement-breakpoint
CREATE INDEX "hook_events_waiting" ON "hook_events" USING btree ("source","received_at","external_id") WHERE handled_at is null;