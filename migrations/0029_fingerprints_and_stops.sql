ALTER TABLE "idle_findings" ADD COLUMN "barred" text;--> statement-breakpoint
ALTER TABLE "cost_days" ADD COLUMN "fingerprint" text;