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
ALTER TABLE "requests" ADD COLUMN "silence" jsonb;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_group_id_drift_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."drift_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_alert_id_drift_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."drift_alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_silences" ADD CONSTRAINT "drift_silences_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_silences_of_group" ON "drift_silences" USING btree ("group_id","since");