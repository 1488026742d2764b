ALTER TABLE "models" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "drift_reports_received" ON "drift_reports" USING btree ("workspace_id","registry","model_name","connection","received_at") WHERE state = 'accepted' and not drill;--> statement-breakpoint
CREATE INDEX "executions_by_target" ON "executions" USING btree ("workspace_id","registry","model_name","target","seq");
