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
ALTER TABLE "budget_crossings" ADD CONSTRAINT "budget_crossings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_anomalies" ADD CONSTRAINT "cost_anomalies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_reports" ADD CONSTRAINT "cost_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;