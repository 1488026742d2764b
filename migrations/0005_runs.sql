CREATE TABLE "run_follows" (
	"workspace_id" text NOT NULL,
	"connection" text NOT NULL,
	"seen_until" timestamp with time zone,
	"next_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"trouble" text,
	CONSTRAINT "run_follows_workspace_id_connection_pk" PRIMARY KEY("workspace_id","connection")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"request_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"key" text NOT NULL,
	"registry" text NOT NULL,
	"model" text NOT NULL,
	"model_name" text NOT NULL,
	"connection" text NOT NULL,
	"pipeline" text NOT NULL,
	"template" text,
	"parameters" jsonb NOT NULL,
	"reason_code" text NOT NULL,
	"cause" jsonb,
	"channel" text NOT NULL,
	"promote_to" text,
	"state" text NOT NULL,
	"engine_id" text,
	"url" text,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"failure" jsonb,
	"metrics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"produced" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ordered_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"changed_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"shown_at" timestamp with time zone,
	"lags" boolean DEFAULT false NOT NULL,
	"cancel_asked_at" timestamp with time zone,
	"cancel_asked_by" text,
	"cancel_refused" text,
	"result" jsonb,
	"promotion_id" uuid,
	"billed" numeric,
	"currency" text,
	CONSTRAINT "runs_workspaceId_number_unique" UNIQUE("workspace_id","number"),
	CONSTRAINT "runs_workspaceId_key_unique" UNIQUE("workspace_id","key"),
	CONSTRAINT "runs_requestId_generation_unique" UNIQUE("request_id","generation")
);
--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "retraining" jsonb;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "run_id" uuid;--> statement-breakpoint
ALTER TABLE "run_follows" ADD CONSTRAINT "run_follows_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_promotion_id_requests_id_fk" FOREIGN KEY ("promotion_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_by_model" ON "runs" USING btree ("workspace_id","registry","model_name");--> statement-breakpoint
CREATE INDEX "runs_live" ON "runs" USING btree ("workspace_id","connection") WHERE state in ('starting', 'queued', 'running', 'paused', 'cancelling');