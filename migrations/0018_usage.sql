CREATE TABLE "cost_hour_reads" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"team_key" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	CONSTRAINT "cost_hour_reads_workspace_id_source_pk" PRIMARY KEY("workspace_id","source")
);
--> statement-breakpoint
CREATE TABLE "cost_hours" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"team" text,
	"service" text NOT NULL,
	"currency" text NOT NULL,
	"effective" numeric NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"deployed" text NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"project" text NOT NULL,
	"name" text NOT NULL,
	"also_billed_as" jsonb NOT NULL,
	"labels" jsonb NOT NULL,
	"used" double precision NOT NULL,
	"hours" integer NOT NULL,
	"idle_hours" integer NOT NULL,
	"registry" text,
	"model_name" text,
	"version" text,
	CONSTRAINT "usage_days_workspace_id_source_resource_deployed_day_pk" PRIMARY KEY("workspace_id","source","resource","deployed","day")
);
--> statement-breakpoint
CREATE TABLE "usage_sources" (
	"workspace_id" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"provider" text NOT NULL,
	"project" text NOT NULL,
	"zone" text NOT NULL,
	"since" date,
	"through" date,
	"read_at" timestamp with time zone,
	"next_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	CONSTRAINT "usage_sources_workspace_id_source_pk" PRIMARY KEY("workspace_id","source")
);
--> statement-breakpoint
ALTER TABLE "idle_findings" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "stop" jsonb;--> statement-breakpoint
ALTER TABLE "cost_hour_reads" ADD CONSTRAINT "cost_hour_reads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_hours" ADD CONSTRAINT "cost_hours_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_sources" ADD CONSTRAINT "usage_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cost_hours_by_hour" ON "cost_hours" USING btree ("workspace_id","source","hour");--> statement-breakpoint
CREATE INDEX "usage_days_by_day" ON "usage_days" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "usage_days_by_model" ON "usage_days" USING btree ("workspace_id","registry","model_name","day");
