CREATE TABLE "rollouts" (
	"execution_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"registry" text NOT NULL,
	"endpoint" text NOT NULL,
	"endpoint_title" text,
	"started_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"steps" jsonb NOT NULL,
	"step" integer DEFAULT -1 NOT NULL,
	"step_at" timestamp with time zone,
	"deployed_id" text NOT NULL,
	"deployed_by_us" text DEFAULT 'no' NOT NULL,
	"operation" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"before" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"replaced_id" text,
	"due_at" timestamp with time zone,
	"waits_for" text,
	"stopped" jsonb,
	"retire_at" timestamp with time zone,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rollouts_due" ON "rollouts" USING btree ("workspace_id","due_at") WHERE state in ('deploying', 'holding', 'removing');--> statement-breakpoint
CREATE INDEX "rollouts_retire" ON "rollouts" USING btree ("workspace_id","retire_at") WHERE state = 'done' and retired_at is null;--> statement-breakpoint
CREATE INDEX "rollouts_by_request" ON "rollouts" USING btree ("workspace_id","request_id");