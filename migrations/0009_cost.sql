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
ALTER TABLE "cost_days" ADD CONSTRAINT "cost_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_lines" ADD CONSTRAINT "cost_lines_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_resources" ADD CONSTRAINT "cost_resources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_sources" ADD CONSTRAINT "cost_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cost_lines_by_source" ON "cost_lines" USING btree ("workspace_id","source","day");--> statement-breakpoint
CREATE INDEX "cost_lines_by_day" ON "cost_lines" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "cost_lines_by_run" ON "cost_lines" USING btree ("workspace_id","run_billing_id");--> statement-breakpoint
CREATE INDEX "cost_resources_by_source" ON "cost_resources" USING btree ("workspace_id","source","day");--> statement-breakpoint
CREATE INDEX "cost_resources_by_day" ON "cost_resources" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "runs_by_billing_id" ON "runs" USING btree ("workspace_id","billing_id");