CREATE TABLE "drift_drills" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"model" text NOT NULL,
	"connections" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"started_by" text,
	"started_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"state" text NOT NULL,
	"caught_at" timestamp with time zone,
	"took_ms" integer,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "drift_drills" ADD CONSTRAINT "drift_drills_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "drift_drills_running" ON "drift_drills" USING btree ("workspace_id","registry","model_name") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "drift_drills_of_model" ON "drift_drills" USING btree ("workspace_id","registry","model_name","started_at");