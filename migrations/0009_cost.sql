CREATE TABLE "cost_claims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"project" text,
	"service" text NOT NULL,
	"amount" text NOT NULL,
	"currency" text NOT NULL,
	"first_day" text NOT NULL,
	"last_day" text NOT NULL,
	"channel" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"not_theirs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"team" text,
	"round" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "cost_claims_workspaceId_kind_provider_name_unique" UNIQUE("workspace_id","kind","provider","name")
);
--> statement-breakpoint
CREATE TABLE "cost_mappings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"claim_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"labels" jsonb NOT NULL,
	"from_day" text NOT NULL,
	"until_day" text,
	"person" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idle_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"provider" text NOT NULL,
	"resource" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"project" text,
	"evidence" text NOT NULL,
	"since" text NOT NULL,
	"per_day" text,
	"currency" text,
	"team" text,
	"channel" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"not_theirs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"day" text,
	"seen_on" text NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "budget_crossings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"budget" text NOT NULL,
	"crossing" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"owner" text,
	"channel" text NOT NULL,
	"crossed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_crossings_workspaceId_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "cost_anomalies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"series" text NOT NULL,
	"team" text,
	"service" text,
	"model" text,
	"currency" text NOT NULL,
	"kind" text NOT NULL,
	"first_day" date NOT NULL,
	"anomaly" jsonb NOT NULL,
	"moved" jsonb NOT NULL,
	"channel" text,
	"found_at" timestamp with time zone NOT NULL,
	"corrected" boolean DEFAULT false NOT NULL,
	"acknowledged_by" text,
	"acknowledged_at" timestamp with time zone,
	"explanation" text,
	"explained_by" text,
	"muted_until" date,
	"mute_reason" text,
	"muted_by" text,
	CONSTRAINT "cost_anomalies_workspaceId_series_kind_firstDay_unique" UNIQUE("workspace_id","series","kind","first_day")
);
--> statement-breakpoint
CREATE TABLE "cost_reports" (
	"workspace_id" text NOT NULL,
	"week" date NOT NULL,
	"audience" text NOT NULL,
	"channel" text,
	"report" text,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cost_reports_workspace_id_week_audience_pk" PRIMARY KEY("workspace_id","week","audience")
);
--> statement-breakpoint
CREATE TABLE "cost_days" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"currency" text NOT NULL,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"lines" integer NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"billed_before" numeric,
	"changed_at" timestamp with time zone,
	"was_settled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "cost_days_workspace_id_source_day_currency_pk" PRIMARY KEY("workspace_id","source","day","currency")
);
--> statement-breakpoint
CREATE TABLE "cost_lines" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"provider" text NOT NULL,
	"account" text NOT NULL,
	"project" text,
	"service" text NOT NULL,
	"sku" text NOT NULL,
	"labels" jsonb NOT NULL,
	"currency" text NOT NULL,
	"gross" numeric NOT NULL,
	"credits" numeric NOT NULL,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"lines" integer NOT NULL,
	"billing_period" text NOT NULL,
	"region" text,
	"category" text NOT NULL,
	"run_billing_id" text
);
--> statement-breakpoint
CREATE TABLE "cost_resources" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"provider" text NOT NULL,
	"account" text NOT NULL,
	"project" text,
	"service" text NOT NULL,
	"sku" text NOT NULL,
	"labels" jsonb NOT NULL,
	"currency" text NOT NULL,
	"gross" numeric NOT NULL,
	"credits" numeric NOT NULL,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"lines" integer NOT NULL,
	"resource" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cost_sources" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"first_day" date,
	"newest_day" date,
	"watermark" timestamp with time zone,
	"read_with" text DEFAULT '' NOT NULL,
	"read_from" date,
	"kept_from" date,
	"older_next" boolean DEFAULT false NOT NULL,
	"read_at" timestamp with time zone,
	"wide_on" date,
	"next_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	CONSTRAINT "cost_sources_workspace_id_source_pk" PRIMARY KEY("workspace_id","source")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "billing_id" text;--> statement-breakpoint
ALTER TABLE "cost_claims" ADD CONSTRAINT "cost_claims_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_mappings" ADD CONSTRAINT "cost_mappings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_mappings" ADD CONSTRAINT "cost_mappings_claim_id_cost_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."cost_claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idle_findings" ADD CONSTRAINT "idle_findings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_crossings" ADD CONSTRAINT "budget_crossings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_anomalies" ADD CONSTRAINT "cost_anomalies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_reports" ADD CONSTRAINT "cost_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_days" ADD CONSTRAINT "cost_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_lines" ADD CONSTRAINT "cost_lines_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_resources" ADD CONSTRAINT "cost_resources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_sources" ADD CONSTRAINT "cost_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cost_claims_by_time" ON "cost_claims" USING btree ("workspace_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "cost_mappings_in_force" ON "cost_mappings" USING btree ("claim_id") WHERE until_day is null;--> statement-breakpoint
CREATE UNIQUE INDEX "idle_findings_open" ON "idle_findings" USING btree ("workspace_id","provider","resource") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "idle_findings_by_time" ON "idle_findings" USING btree ("workspace_id","asked_at");--> statement-breakpoint
CREATE INDEX "cost_lines_by_source" ON "cost_lines" USING btree ("workspace_id","source","day");--> statement-breakpoint
CREATE INDEX "cost_lines_by_day" ON "cost_lines" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "cost_lines_by_run" ON "cost_lines" USING btree ("workspace_id","run_billing_id");--> statement-breakpoint
CREATE INDEX "cost_resources_by_source" ON "cost_resources" USING btree ("workspace_id","source","day");--> statement-breakpoint
CREATE INDEX "cost_resources_by_day" ON "cost_resources" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "runs_by_billing_id" ON "runs" USING btree ("workspace_id","billing_id");